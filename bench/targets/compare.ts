import type { OwnEngine } from './own-engine.ts';
import type { Command } from './peer.ts';
import type { Place } from './places.ts';

/** What is delivered: on disk for the peer, and the same as tasks for us. */
export type Load = {
  one: { file: string; size: number; input: string };
  many: { folder: string; size: number; input: string };
  small: { input: string };
};

/** MB/s, medians; `goal` is the ratio that has to be reached. */
export type Figures = { ours: number; peer: number; ratio: number; goal: number };

/** Runs of ours and of the peer alternate: a noisy machine is as noisy for both. */
export async function compare(
  place: Place,
  load: Load,
  engine: OwnEngine,
  rounds: number,
): Promise<{ one: Figures; many: Figures | undefined }> {
  const { operation, one, many, goals } = place;
  // A server that has run for a while has its clients loaded.
  await engine.deliver(operation, load.small.input, one.options('warm-up.bin'));
  const measureOne = (ours: (name: string) => Promise<void>, peer: (name: string) => Command) =>
    alternate(rounds, load.one.size, goals.one, {
      ours: (round) => ours(`ours-${round}.bin`),
      peer: (round) => peer(`peer-${round}.bin`)(),
    });
  return {
    one: await measureOne(
      (name) => engine.deliver(operation, load.one.input, one.options(name)),
      (name) => one.peer(load.one.file, name),
    ),
    many:
      many &&
      (await alternate(rounds, load.many.size, goals.many ?? 1, {
        ours: (round) => engine.deliver(operation, load.many.input, many.options(`ours-${round}`)),
        peer: (round) => many.peer(load.many.folder, `peer-${round}`)(),
      })),
  };
}

type Run = (round: number) => Promise<void>;

async function alternate(
  rounds: number,
  bytes: number,
  goal: number,
  runs: { ours: Run; peer: Run },
): Promise<Figures> {
  const speeds: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let round = 1; round <= rounds; round += 1) {
    for (const who of ['peer', 'ours'] as const) {
      const began = performance.now();
      await runs[who](round);
      speeds[who].push(bytes / 1000 / (performance.now() - began));
    }
  }
  const [ours, peer] = [median(speeds.ours), median(speeds.peer)];
  console.error(`  ours ${inWords(speeds.ours)}, peer ${inWords(speeds.peer)} MB/s`);
  return { ours, peer, ratio: ours / peer, goal };
}

const inWords = (speeds: readonly number[]) => speeds.map((speed) => speed.toFixed(0)).join(' ');

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
