import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { Failure } from '#lib/errors.ts';
import type { Options } from '../delivery/target.ts';
import { createEgress } from '../egress.ts';
import type { Probe } from './probe.ts';
import { runProbe } from './run-probe.ts';

const SECRET = 'marked-secret-key';
const OPTIONS = { bucket: 'b', region: 'r', access_key_id: 'AK', secret_access_key: SECRET };
const egress = createEgress({ allow: '' });
const logged: string[] = [];
const log = pino(
  new Writable({
    write(line, _, done) {
      logged.push(String(line));
      done();
    },
  }),
);
afterAll(() => egress.close());

const start = (run: Probe['run'], options: Options = OPTIONS) =>
  runProbe(
    { egress, clock: systemClock, log },
    async () => ({ steps: { values: 'Check the values', write: 'Store' }, run }),
    'export/s3',
    options,
    { signal: new AbortController().signal },
  );

describe('a test', () => {
  test('gets a name where files would go', async () => {
    const names: string[] = [];
    const run: Probe['run'] = async (_, { name }) => void names.push(name);
    await start(run, { ...OPTIONS, key_prefix: 'in/' });
    expect(names[0]).toMatch(/^in\/\.slipway-probe-/);
  });

  test('gets options of the types that deliveries have', async () => {
    const got: Options[] = [];
    await runProbe(
      { egress, clock: systemClock, log },
      async () => ({ steps: {}, run: async (options) => void got.push(options) }),
      'export/sftp',
      { host: 'h', port: '2222', username: 'u', password: 'p' },
      { signal: new AbortController().signal },
    );
    expect(got).toMatchObject([{ port: 2222 }]);
  });

  test('of options that lack something is not begun', async () => {
    const run = vi.fn<Probe['run']>();
    const report = await start(run, { region: 'r', access_key_id: 'AK' });
    expect(run).not.toHaveBeenCalled();
    expect(report.passed).toBe(false);
    expect(report.steps.map(({ state }) => state)).toEqual(['failed', 'skipped']);
    expect(Object.keys(report.steps[0]?.fields ?? {})).toEqual(['bucket', 'secret_access_key']);
  });

  test('tells secrets to nobody, not to the log either', async () => {
    const report = await start(async (_, { step, leaves }) => {
      await step('values', () => leaves(() => Promise.reject(new Error(`left ${SECRET}`))));
      await step('write', () => {
        throw new Failure('TARGET_DENIED', `It says ${SECRET}.`, { detail: SECRET });
      });
    });
    expect(report.steps[1]).toMatchObject({ state: 'failed', message: 'It says •••.' });
    expect(JSON.stringify(report)).not.toContain(SECRET);
    expect(logged.join('\n')).toContain('may have left something');
    expect(logged.join('\n')).not.toContain(SECRET);
  });
});
