import type { ProbeReport } from '#lib/engine/probe/report.ts';
import { runtime } from '#lib/runtime.ts';

/** Milliseconds that a test may take in all. */
const DEADLINE = 60_000;

/** Tries out a target with options, secrets among them, as a delivery would use it. */
export type Probe = (operation: string, options: Record<string, unknown>) => Promise<ProbeReport>;

/** The test of the engine in this process. */
export const runProbe: Probe = (operation, options) =>
  runtime().engine.probe(operation, options, { signal: AbortSignal.timeout(DEADLINE) });
