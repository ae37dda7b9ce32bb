import type { Context } from 'hono';
import { isFailure } from '#lib/errors.ts';
import type { ApiEnv, ApiOptions } from './api.ts';

/** How calls wait under /sync. Milliseconds. */
export type Waiting = {
  /** Longest that a call waits; then it answers with what is. */
  longest: number;
  /** After this long without an answer, something is sent so that proxies keep the line open. */
  quiet: number;
  /** And again each. */
  every: number;
};

export const WAITING: Waiting = { longest: 3_600_000, quiet: 30_000, every: 15_000 };

/** What every single answer begins with: one client cuts exactly these characters off. */
const OPENING = '{"data":';

/**
 * Answers `{"data":…}` once `data` is there. A long wait is answered in pieces: the opening, then a
 * space now and then, then the rest. Spaces stand inside, where they mean nothing to whoever parses
 * JSON, and nothing to whoever cuts the opening and the last character off. The status is sent with the
 * opening; what fails after that breaks the line off.
 */
export async function answerLater(
  c: Context<ApiEnv>,
  { waiting = WAITING, log }: Pick<ApiOptions, 'waiting' | 'log'>,
  data: Promise<unknown>,
  status: 200 | 201 = 200,
): Promise<Response> {
  const soon = await Promise.race([
    data.then((value) => ({ value })),
    quietFor(waiting.quiet, data),
  ]);
  if (soon) return c.json({ data: soon.value }, status);

  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      send(OPENING);
      timer = setInterval(() => send(' '), waiting.every);
      data
        .then(
          (value) => {
            send(`${JSON.stringify(value)}}`);
            controller.close();
          },
          (error: unknown) => {
            const gone = c.env.aborted?.aborted;
            if (!gone && !isFailure(error)) log.error({ err: error }, 'a call failed');
            if (c.env.breakOff) c.env.breakOff();
            else controller.error(error);
          },
        )
        // Whoever went away has closed it already.
        .catch(() => {})
        .finally(() => clearInterval(timer));
    },
    cancel: () => clearInterval(timer),
  });
  return c.body(body, status, { 'content-type': 'application/json' });
}

/** Resolves after `ms`, and leaves no timer behind when `data` is there first. */
function quietFor(ms: number, data: Promise<unknown>): Promise<undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    const clear = () => clearTimeout(timer);
    data.then(clear, clear);
  });
}
