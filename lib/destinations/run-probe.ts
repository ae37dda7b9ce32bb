import type { ProbeReport } from '#lib/engine/probe/report.ts';
import { Failure } from '#lib/errors.ts';
import { runtime } from '#lib/runtime.ts';

/** Milliseconds that a test may take in all. */
const DEADLINE = 60_000;

/** Tries out a target with options, secrets among them, as a delivery would use it. */
export type Probe = (operation: string, options: Record<string, unknown>) => Promise<ProbeReport>;

type Prober = {
  probe(
    operation: string,
    options: Record<string, unknown>,
    how: { signal: AbortSignal },
  ): Promise<ProbeReport>;
};

const isProber = (engine: object): engine is Prober =>
  'probe' in engine && typeof engine.probe === 'function';

/** The test of the engine in this process. @throws Failure UNAVAILABLE when it has none. */
export const runProbe: Probe = (operation, options) => {
  const { engine } = runtime();
  if (!isProber(engine)) throw new Failure('UNAVAILABLE', 'This server cannot test destinations.');
  return engine.probe(operation, options, { signal: AbortSignal.timeout(DEADLINE) });
};
