import { Failure, type FieldErrors } from '#lib/errors.ts';
import { findOperation } from '#lib/operations/registry.ts';
import { parseWire } from '#lib/operations/wire.ts';
import type { EngineContext } from '../context.ts';
import { createRedactor } from '../delivery/redactor.ts';
import type { Options } from '../delivery/target.ts';
import type { Probe } from './probe.ts';
import { probeName } from './probe-name.ts';
import type { ProbeReport, ProbeStep } from './report.ts';
import { runSteps } from './run-steps.ts';

/** Milliseconds for all steps of a test. */
const DEADLINE = 30_000;

export type ProbeRequest = {
  /** Ends the test: what it has made is removed, then the signal's reason is thrown. */
  signal: AbortSignal;
  /** Gets each step as soon as it is through, without secrets. */
  onStep?: ((step: ProbeStep) => void) | undefined;
  /** Milliseconds for all steps; 30 s unless told. */
  deadlineMs?: number;
};

/**
 * Tests whether an operation would deliver with these options, by delivering something small and
 * removing it. Nothing is stored here.
 * @param options in wire names, secrets opened: never log them.
 * @throws Failure NOT_FOUND for an operation that stores files nowhere else; the signal's reason.
 */
export async function runProbe(
  { egress, clock, log }: Pick<EngineContext, 'egress' | 'clock' | 'log'>,
  findProbe: (operationId: string) => Promise<Probe | undefined>,
  operationId: string,
  options: Options,
  { signal, onStep, deadlineMs = DEADLINE }: ProbeRequest,
): Promise<ProbeReport> {
  const operation = findOperation(operationId);
  const probe = await findProbe(operationId);
  if (!operation || !probe) {
    const words = `${operation?.title ?? operationId} stores files nowhere else, so there is nothing to test.`;
    throw new Failure('NOT_FOUND', words);
  }
  const redact = createRedactor(operation, options);
  // A test has no files: what it is for stands in for them.
  const parsed = parseWire(operation, { ...options, input: 'test' });
  const report = await runSteps({
    egress,
    clock,
    probe: parsed.ok ? probe : refuseAll(probe, parsed.errors),
    options: parsed.ok ? parsed.options : options,
    name: probeName(operation, options),
    signal,
    deadlineMs,
    redact,
    onStep,
    onTrouble(error, what) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const about = { operation: operationId, error: redact(text) };
      if (what === 'bug') log.error(about, 'a test of a target failed in a way nobody foresaw');
      else log.warn(about, 'a test may have left something at a target');
    },
  });
  const failed = report.steps.find(({ state }) => state === 'failed');
  log.info(
    { operation: operationId, failed: failed?.id, code: failed?.code },
    'a target was tested',
  );
  return report;
}

/** The same steps, of which the first says what is missing, at all fields at once. */
function refuseAll(probe: Probe, fields: FieldErrors): Probe {
  const { steps } = probe;
  return {
    steps,
    run: (_, { step }) =>
      step(Object.keys(steps)[0] ?? '', () => {
        throw new Failure('INVALID_DATA', Object.values(fields).flat().join(' '), { fields });
      }),
  };
}
