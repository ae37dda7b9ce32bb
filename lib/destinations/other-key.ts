import type { ProbeReport } from '#lib/engine/probe/report.ts';

/** Whether a test ended since the server showed another host key than the trusted one. */
export function isOtherKey({ steps }: ProbeReport): boolean {
  return steps.some(({ code }) => code === 'HOST_KEY_MISMATCH');
}
