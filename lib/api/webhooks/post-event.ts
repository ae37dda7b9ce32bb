import { describeConnectionError, findFailure } from '#lib/engine/connection-error.ts';
import { readAnswer } from '#lib/engine/delivery/read-answer.ts';
import type { Egress } from '#lib/engine/egress.ts';
import type { Outcome } from './decide.ts';

/** Bytes of an answer that the log keeps. */
const KEEP = 2_048;

type Posting = {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Milliseconds until the answer must have come. */
  deadlineMs: number;
  /** Aborted when the process stops. */
  signal: AbortSignal;
};

/**
 * One POST, redirects not followed. What the network does wrong is an outcome too.
 *
 * @throws the reason of `signal`.
 */
export async function postEvent(egress: Egress, posting: Posting): Promise<Outcome> {
  const { url, headers, body, deadlineMs, signal } = posting;
  const deadline = AbortSignal.timeout(deadlineMs);
  const either = AbortSignal.any([signal, deadline]);
  try {
    const answer = await egress.send(url, { method: 'POST', headers, body, signal: either });
    const text = await readAnswer(answer.body, KEEP, either);
    signal.throwIfAborted();
    return { status: answer.status, answer: text };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (deadline.aborted)
      return { error: `It did not answer within ${deadlineMs / 1000} s.`, retry: true };
    const failure = findFailure(error);
    if (failure) return { error: failure.message, retry: false };
    return { error: describeNetworkError(error, new URL(url).hostname), retry: true };
  }
}

const BROKE_OFF = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

function describeNetworkError(error: unknown, host: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (BROKE_OFF.has(code)) return `${host} broke off the connection before it answered.`;
  return describeConnectionError(error)?.text(host) ?? `The connection to ${host} failed.`;
}
