/**
 * Deliveries to real servers against the tools that people script today, on the same server in the same
 * minute; then memory and the pages of a server that delivers four large files at a time.
 *
 *   npm run bench targets [-- --only=s3,put --rounds=3 --gib=1 --without-load]
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { startTargets } from '../e2e/targets/start-targets.ts';
import { compare, type Figures, type Load } from './targets/compare.ts';
import { type OwnEngine, startOwnEngine } from './targets/own-engine.ts';
import { PLACE_NAMES, PLACES, type Place, type PlaceName } from './targets/places.ts';
import { measureUnderLoad } from './targets/under-load.ts';

const MANY = { files: 500, size: 270_000 };

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: PLACE_NAMES.join(',') },
    rounds: { type: 'string', default: '3' },
    gib: { type: 'string', default: '1' },
    'without-load': { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const size = Math.round(Number(values.gib) * 2 ** 30);
const asked = PLACE_NAMES.filter((name) => values.only.split(',').includes(name));

/** Starts the server of a place for as long as `use` runs; says why when it does not start. */
async function withPlaces(
  names: readonly PlaceName[],
  use: (places: Place[]) => Promise<void>,
): Promise<void> {
  const started = await startTargets(names.map((name) => PLACES[name].server)).catch(
    (error: Error) => console.log(`${names.join(', ')}: no server. ${error.message}\n`),
  );
  if (!started) return;
  try {
    await use(names.map((name) => PLACES[name].place(started.servers)));
  } finally {
    await started.stop();
  }
}

async function makeLoad(dir: string, engine: OwnEngine): Promise<Load> {
  const folders = { one: 'one', many: 'many', small: 'small' };
  for (const name of Object.values(folders)) await mkdir(path.join(dir, name));
  const block = randomBytes(1 << 20);
  const file = path.join(dir, 'one', 'one.bin');
  await pipeline(function* () {
    for (let left = size; left > 0; left -= block.length) {
      // No two blocks are alike, whatever a server makes of those that are.
      block.writeDoubleLE(left);
      yield Buffer.from(block.subarray(0, left));
    }
  }, createWriteStream(file));
  for (let index = 0; index < MANY.files; index += 1)
    await writeFile(path.join(dir, 'many', `${index}.bin`), randomBytes(MANY.size));
  await writeFile(path.join(dir, 'small', 'small.bin'), 'small');
  const take = (name: string) => engine.take(path.join(dir, name));
  return {
    one: { file, size, input: await take('one') },
    many: {
      folder: path.join(dir, 'many'),
      size: MANY.files * MANY.size,
      input: await take('many'),
    },
    small: { input: await take('small') },
  };
}

const cells = (figures: Figures | undefined) =>
  figures
    ? [
        figures.ours.toFixed(0),
        figures.peer.toFixed(0),
        `${figures.ratio.toFixed(2)}${figures.ratio < figures.goal ? ' (!)' : ''}`,
        `≥ ${figures.goal}`,
      ]
    : ['–', '–', '–', '–'];
const row = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;

const dir = await mkdtemp(path.join(tmpdir(), 'slipway-bench-'));
// It holds gigabytes, and whoever breaks off a long measurement does not look for it.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    rmSync(dir, { recursive: true, force: true });
    process.exit(1);
  });
let engine: OwnEngine | undefined;
try {
  engine = await startOwnEngine(path.join(dir, 'data'));
  const load = await makeLoad(dir, engine);
  const own = engine;
  const rows: string[] = [];
  const measured: PlaceName[] = [];
  for (const name of asked) {
    await withPlaces([name], async (places) => {
      for (const place of places) {
        console.error(place.title);
        const { one, many } = await compare(place, load, own, rounds);
        rows.push(row([place.title, place.peer, ...cells(one), ...cells(many)]));
      }
      measured.push(name);
    }).catch((error: Error) => {
      console.log(`${name}: ${error.message}\n`);
      process.exitCode = 1;
    });
  }
  const each = ['ours', 'peer', 'ratio', 'goal'];
  console.log(
    `\n${values.gib} GiB, and ${MANY.files} files of ${MANY.size / 1000} kB; MB/s, median of ${rounds}\n`,
  );
  console.log(row(['target', 'peer', ...each, ...each.map((word) => `files: ${word}`)]));
  console.log(row(Array.from({ length: 10 }, () => '---')));
  console.log(rows.join('\n'));
  await engine.stop();
  engine = undefined;
  if (!values['without-load'] && measured.length > 0) {
    await withPlaces(measured, async (places) => {
      const { memory, p95, pages } = await measureUnderLoad(places, load.one);
      console.log(
        `\nmemory added by four deliveries of ${values.gib} GiB: ${memory.toFixed(0)} MB (goal ≤ 200)`,
      );
      console.log(`/exports meanwhile, p95 of ${pages}: ${p95.toFixed(0)} ms (goal < 200)`);
    });
  }
} finally {
  await engine?.stop();
  await rm(dir, { recursive: true, force: true });
}
