import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import type { FailureCode } from '#lib/errors.ts';
import type { Options } from '../../delivery/target.ts';
import type { ProbeReport, ProbeState, ProbeStep } from '../../probe/report.ts';
import { startTestEngine } from '../../test-engine.ts';

/** What tests leave at targets is called like this, wherever it lies. */
export const isProbe = (name: string): boolean => name.includes('slipway-probe-');

/** An engine that tests targets, and remembers all that it told. */
export async function startProber() {
  const server = await startTestEngine({
    egressAllow: '127.0.0.1, localhost',
    clock: systemClock,
  });
  const told: string[] = [];
  return {
    async probe(
      operation: string,
      options: Options,
      request: { signal?: AbortSignal; deadlineMs?: number } = {},
    ): Promise<ProbeReport> {
      const steps: ProbeStep[] = [];
      const report = await server.engine.probe(operation, options, {
        signal: new AbortController().signal,
        onStep: (step) => steps.push(step),
        ...request,
      });
      told.push(JSON.stringify([steps, report]));
      // Told one by one as they are through, and the rest was not tried.
      expect(report.steps).toEqual(expect.arrayContaining(steps));
      return report;
    },
    /** All reports so far. */
    allThatWasTold: () => told.join('\n'),
    stop: () => server.stop(),
  };
}

export type Prober = Awaited<ReturnType<typeof startProber>>;

/** The state of each step by its id; with the messages when that is not what was expected. */
export function expectStates(report: ProbeReport, states: Record<string, ProbeState>): void {
  const found = Object.fromEntries(report.steps.map(({ id, state }) => [id, state]));
  expect(found, JSON.stringify(report.steps, undefined, 1)).toEqual(states);
  expect(report.passed).toBe(!Object.values(states).includes('failed'));
}

export type FailedStep = {
  step: string;
  code: FailureCode;
  field: string;
  says?: RegExp;
};

/** One step failed, at one field, with a whole sentence; those before it passed, the rest was not tried. */
export function expectFailed(report: ProbeReport, { step, code, field, says }: FailedStep): void {
  const at = report.steps.findIndex(({ id }) => id === step);
  const found = report.steps[at];
  const all = JSON.stringify(report.steps, undefined, 1);
  expect({ state: found?.state, code: found?.code }, all).toEqual({ state: 'failed', code });
  expect(Object.keys(found?.fields ?? {}), all).toEqual([field]);
  expect(found?.message).toMatch(/^\S.*[.!?](?:$| It says: )/s);
  if (says) expect(found?.message).toMatch(says);
  for (const { state } of report.steps.slice(0, at)) expect(state, all).not.toBe('failed');
  for (const { state } of report.steps.slice(at + 1)) expect(state, all).toBe('skipped');
  expect(report.passed).toBe(false);
}

/** A table of what can be wrong: over these options, which are right. */
export function describeProbeFailures(
  prober: () => Prober,
  operation: string,
  options: Options,
  cases: readonly [title: string, change: Options, failed: FailedStep][],
): void {
  it.each(cases)('%s is told at its field', async (_, change, failed) => {
    expectFailed(await prober().probe(operation, { ...options, ...change }), failed);
  });
}

export function expectNoSecrets(prober: Prober, secrets: readonly string[]): void {
  const told = prober.allThatWasTold();
  expect(told.length).toBeGreaterThan(1000);
  for (const secret of secrets) expect(told.includes(secret), secret).toBe(false);
}

/**
 * A server in front of another one that passes everything on, and hangs up in place of the answer to
 * what stores something. @param upstream `http://host:port`.
 */
export async function startAnswerLoser(upstream: string) {
  let lost = 0;
  const server = createServer((asked, response) => {
    const { method = '', url = '', headers } = asked;
    const passed = request(upstream + url, { method, headers }, (answer) => {
      if (method === 'PUT' || method === 'POST') {
        lost += 1;
        answer.resume().once('end', () => asked.socket.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => asked.socket.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    lost: () => lost,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
