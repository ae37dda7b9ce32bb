import type { OwnEngine } from './own-engine.ts';
import type { Command } from './peer.ts';
import type { Place, Sending } from './places.ts';

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
  const sides = (sending: Sending, input: string, from: string, ending: string): Side[] => [
    {
      who: 'peer',
      send: (round) => sending.peer(from, `peer-${round}${ending}`),
      remove: (round) => sending.remove(`peer-${round}${ending}`),
    },
    {
      who: 'ours',
      send: (round) => () =>
        engine.deliver(operation, input, sending.options(`ours-${round}${ending}`)),
      remove: (round) => sending.remove(`ours-${round}${ending}`),
    },
  ];
  const ofOne = sides(one, load.one.input, load.one.file, '.bin');
  const figures = await alternate(rounds, load.one.size, goals.one, ofOne);
  if (!many) return { one: figures, many: undefined };
  const ofMany = sides(many, load.many.input, load.many.folder, '');
  // One round that does not count: a server that has run for a while has compiled what it runs often.
  for (const side of ofMany) await runSide(side, 0);
  return {
    one: figures,
    many: await alternate(rounds, load.many.size, goals.many ?? 1, ofMany),
  };
}

type Side = {
  who: 'ours' | 'peer';
  send(round: number): Command;
  remove(round: number): Command;
};

/**
 * What was sent is removed before the next is: in memory that it has not used for long a machine writes
 * slowly, and half of the time would be the machine's.
 * @returns milliseconds of the sending alone.
 */
async function runSide({ send, remove }: Side, round: number): Promise<number> {
  const run = send(round);
  const began = performance.now();
  await run();
  const took = performance.now() - began;
  await remove(round)();
  return took;
}

async function alternate(
  rounds: number,
  bytes: number,
  goal: number,
  sides: readonly Side[],
): Promise<Figures> {
  const speeds: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let round = 1; round <= rounds; round += 1)
    for (const side of sides) speeds[side.who].push(bytes / 1000 / (await runSide(side, round)));
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
