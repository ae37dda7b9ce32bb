/** Builds when there is no build of this source. `node scripts/build.mjs` does just that. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import './node-version.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const SOURCES = ['app', 'components', 'lib', 'public'];
const FILES = [
  'package.json',
  'package-lock.json',
  'prisma/schema.prisma',
  'next.config.mjs',
  'postcss.config.mjs',
  'tailwind.config.ts',
  'tsconfig.json',
];
const STAMP = path.join(ROOT, '.next', 'slipway-source');

function hashSource() {
  const hash = createHash('sha256').update(process.versions.node);
  const add = (file) =>
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(ROOT, file)))
      .update('\0');
  for (const folder of SOURCES) {
    const entries = readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && !/\.(test|itest)\.tsx?$/.test(entry.name))
      .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
      .filter((file) => !file.startsWith(path.join('lib', 'db', 'generated')));
    for (const file of files.sort()) add(file);
  }
  for (const file of FILES) add(file);
  return hash.digest('hex');
}

function run(module, args) {
  const { status } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'node_modules', module), ...args],
    {
      cwd: ROOT,
      stdio: ['ignore', 2, 2],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        CHECKPOINT_DISABLE: '1',
      },
    },
  );
  if (status !== 0) process.exit(status ?? 1);
}

/** The database client, which is made from the schema; missing after a fresh clone. */
export function generateClient() {
  const schema = readFileSync(path.join(ROOT, 'prisma', 'schema.prisma'));
  const stamp = path.join(ROOT, 'lib', 'db', 'generated', 'slipway-schema');
  const { version } = JSON.parse(
    readFileSync(path.join(ROOT, 'node_modules/prisma/package.json'), 'utf8'),
  );
  const wanted = createHash('sha256').update(version).update(schema).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  run('prisma/build/index.js', ['generate', '--no-hints']);
  writeFileSync(stamp, wanted);
}

export function build() {
  generateClient();
  const source = hashSource();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === source) return;
  console.error('Building, once for this source …');
  // A build that breaks off half-way must not pass for the one that was here before.
  rmSync(STAMP, { force: true });
  run('next/dist/bin/next', ['build']);
  writeFileSync(STAMP, source);
}

if (realpathSync(process.argv[1]) === import.meta.filename) build();
