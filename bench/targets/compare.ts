import type { OwnEngine } from './own-engine.ts';
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
  const oneRuns: Runs = {
    ours: (round) => engine.deliver(operation, load.one.input, one.options(`ours-${round}.bin`)),
    peer: (round) => one.peer(load.one.file, `peer-${round}.bin`)(),
  };
  const manyRuns: Runs | undefined = many && {
    ours: (round) => engine.deliver(operation, load.many.input, many.options(`ours-${round}`)),
    peer: (round) => many.peer(load.many.folder, `peer-${round}`)(),
  };
  const figures = await alternate(rounds, load.one.size, goals.one, oneRuns);
  if (!manyRuns) return { one: figures, many: undefined };
  // One round that does not count: a server that has run for a while has compiled what it runs often.
  await manyRuns.peer(0);
  await manyRuns.ours(0);
  return {
    one: figures,
    many: await alternate(rounds, load.many.size, goals.many ?? 1, manyRuns),
  };
}

type Run = (round: number) => Promise<void>;
type Runs = { ours: Run; peer: Run };

async function alternate(
  rounds: number,
  bytes: number,
  goal: number,
  runs: Runs,
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
