import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

/** For each rule, imports that break it: the file, and what it imports. */
const BREAKS: Record<string, [from: string, to: string][]> = {
  'no-cycles': [['lib/exports/chicken.ts', './egg.ts']],
  'operations-know-zod-only': [
    ['lib/operations/s3.ts', 'undici'],
    ['lib/operations/s3.ts', '#lib/errors.ts'],
    ['lib/operations/s3.ts', 'node:fs'],
  ],
  'ui-is-pure': [['lib/ui/bytes.ts', '#lib/errors.ts']],
  'components-look-down': [
    ['components/link.tsx', '#lib/exports/list.ts'],
    ['components/link.tsx', '#lib/db/open.ts'],
  ],
  'engine-knows-no-web': [
    ['lib/engine/run.ts', 'next'],
    ['lib/engine/run.ts', 'next/cache'],
    ['lib/api/api.ts', 'react'],
    ['lib/api/api.ts', 'next-auth'],
  ],
  'engine-looks-down': [
    ['lib/engine/run.ts', '#lib/api/api.ts'],
    ['lib/engine/run.ts', '#lib/env.ts'],
    ['lib/engine/run.ts', '#lib/runtime.ts'],
  ],
  'api-looks-down': [['lib/api/api.ts', '#lib/exports/list.ts']],
  'low-rooms-know-nobody': [['lib/vault/seal.ts', '#lib/engine/run.ts']],
  'rules-know-no-web': [
    ['lib/exports/list.ts', '#lib/web/route.ts'],
    ['lib/teams/sign-in.ts', 'react'],
  ],
  'rules-speak-the-api': [['lib/exports/list.ts', '#lib/engine/run.ts']],
  'routes-ask-the-rules': [
    ['app/page.tsx', '#lib/engine/run.ts'],
    ['app/page.tsx', '#lib/db/open.ts'],
  ],
  'only-web-knows-next': [['lib/runtime.ts', 'next']],
  'nobody-imports-app': [['lib/exports/list.ts', '../../app/page.tsx']],
  'targets-stand-alone': [['lib/engine/targets/s3.ts', './sftp.ts']],
  'registry-lists-targets': [['lib/engine/engine.ts', './targets/s3.ts']],
  'sdks-in-targets': [
    ['lib/engine/engine.ts', 'ssh2'],
    ['lib/engine/engine.ts', '@aws-sdk/client-s3'],
  ],
  'no-orphans': [['lib/exports/forgotten.ts', '']],
  'no-dev-packages': [['lib/exports/list.ts', 'vitest']],
  resolvable: [['lib/exports/list.ts', './nowhere.ts']],
};

/** Imports that no rule may mind. */
const FINE: [from: string, to: string][] = [
  ['app/layout.tsx', '#lib/web/route.ts'],
  ['app/layout.tsx', '#components/link.tsx'],
  ['app/layout.tsx', 'next'],
  ['components/link.tsx', '#lib/operations/sftp.ts'],
  ['components/link.tsx', 'react'],
  ['lib/web/route.ts', 'next'],
  ['lib/web/route.ts', '#lib/exports/create.ts'],
  ['lib/exports/create.ts', '#lib/db/open.ts'],
  ['lib/operations/sftp.ts', 'zod'],
  ['lib/engine/registry.ts', './targets/gcs.ts'],
  ['lib/engine/targets/gcs.ts', '@google-cloud/storage'],
  ['lib/api/tasks.ts', '#lib/engine/registry.ts'],
  ['lib/api/webhooks.ts', '#lib/developers/create-webhook.ts'],
];

const PACKAGES = [
  'next',
  'next-auth',
  'react',
  'undici',
  'zod',
  'ssh2',
  '@aws-sdk/client-s3',
  '@google-cloud/storage',
];

type Violation = { rule: { name: string }; from: string; to: string };
let dir: string;
let violations: Violation[];
let rules: string[];

function write(file: string, text: string): void {
  const place = path.join(dir, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
}

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'slipway-rule-'));
  write(
    'tsconfig.json',
    '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler" } }',
  );
  write(
    'package.json',
    JSON.stringify({
      type: 'module',
      imports: { '#lib/*': './lib/*', '#components/*': './components/*' },
      dependencies: Object.fromEntries(PACKAGES.map((name) => [name, '1.0.0'])),
      devDependencies: { vitest: '1.0.0' },
    }),
  );
  for (const name of [...PACKAGES, 'vitest']) {
    write(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
    );
    write(`node_modules/${name}/index.js`, '');
  }
  write('node_modules/next/cache.js', '');

  const imports = new Map<string, Set<string>>();
  const importsOf = (file: string) =>
    imports.get(file) ?? imports.set(file, new Set()).get(file) ?? new Set();
  for (const [from, to] of [...Object.values(BREAKS).flat(), ...FINE]) {
    importsOf(from).add(to);
    const own = to.startsWith('.') ? path.join(path.dirname(from), to) : to.replace('#', '');
    if (/^(app|components|lib)\//.test(own) && own !== 'lib/exports/nowhere.ts') importsOf(own);
  }
  importsOf('lib/exports/egg.ts').add('./chicken.ts');
  for (const [file, specifiers] of imports) {
    const lines = [...specifiers]
      .filter(Boolean)
      .map((to, i) => `import * as m${i} from '${to}'; void m${i};`);
    write(file, [...lines, 'export const x = 1;'].join('\n'));
  }
  const cli = path.join(ROOT, 'node_modules/.bin/depcruise');
  const args = [
    '--config',
    path.join(ROOT, '.dependency-cruiser.mjs'),
    '-T',
    'json',
    'app',
    'components',
    'lib',
  ];
  // It counts violations in its exit code.
  const { stdout } = spawnSync(process.execPath, [cli, ...args], {
    cwd: dir,
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
  const { summary } = JSON.parse(stdout);
  violations = summary.violations;
  rules = summary.ruleSetUsed.forbidden.map(({ name }: { name: string }) => name);
}, 60_000);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What dependency-cruiser calls the module that `to` leads to, or its end. */
function ends(violation: Violation, to: string): boolean {
  return (
    to === '' ||
    violation.to.includes(to.replace(/^(#|\.{1,2}\/|node:)/, '').replace(/^(\.\.\/)+/, ''))
  );
}

describe('the dependency rule', () => {
  test('has a case here for each of its rules', () => {
    expect(rules.sort()).toEqual(Object.keys(BREAKS).sort());
  });

  test.each(
    Object.entries(BREAKS).flatMap(([rule, cases]) =>
      cases.map(([from, to]) => ({ rule, from, to })),
    ),
  )('$rule: $from may not import $to', ({ rule, from, to }) => {
    const found = violations.filter(
      (one) => one.rule.name === rule && one.from === from && ends(one, to),
    );
    expect(found).not.toEqual([]);
  });

  test.each(FINE.map(([from, to]) => ({ from, to })))('$from may import $to', ({ from, to }) => {
    expect(violations.filter((one) => one.from === from && ends(one, to))).toEqual([]);
  });
});
