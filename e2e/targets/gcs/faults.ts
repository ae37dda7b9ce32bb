import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Broken, GcsError } from './gcs-error.ts';

/** What a request is for; `chunk` brings bytes of a session, `status` asks how far it is. */
export type Step =
  | 'token'
  | 'media'
  | 'multipart'
  | 'start'
  | 'chunk'
  | 'status'
  | 'cancel'
  | 'get'
  | 'list'
  | 'delete';

/** Something that goes wrong, once or several times, with requests of a kind. */
export type Fault = {
  step: Step;
  /** Requests of that kind that go well before it. */
  skip?: number;
  /** Requests in a row that it strikes; 1 when not given. */
  times?: number;
  /** Bytes of the body that are taken before it strikes. */
  afterBytes?: number;
  /**
   * answer: with `status`. reset: the connection is cut. stall: nothing more is read or said.
   * keep: the service takes the whole body and keeps no more than `afterBytes`, as it may.
   * lose: all goes well, but the answer never comes. corrupt: a byte arrives as another.
   */
  does: 'answer' | 'reset' | 'stall' | 'keep' | 'lose' | 'corrupt';
  status?: number;
  reason?: string;
  message?: string;
  /** Seconds. */
  retryAfter?: number;
};

export type Faults = {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that strikes this request. */
  take(step: Step): Fault | undefined;
};

export function createFaults(): Faults {
  let waiting: Required<Pick<Fault, 'skip' | 'times'>>[] & Fault[] = [];
  return {
    add(fault) {
      waiting.push({ skip: 0, times: 1, ...fault });
    },
    clear() {
      waiting = [];
    },
    take(step) {
      for (const fault of waiting) {
        if (fault.step !== step || fault.times === 0) continue;
        if (fault.skip > 0) {
          fault.skip -= 1;
          continue;
        }
        fault.times -= 1;
        return fault;
      }
      return undefined;
    },
  };
}

/** The bytes of a request, with what goes wrong on their way. @throws Broken, GcsError. */
export async function* bodyOf(
  request: IncomingMessage,
  fault: Fault | undefined,
): AsyncGenerator<Buffer> {
  const strikes = fault && fault.does !== 'keep' && fault.does !== 'lose' ? fault : undefined;
  let left = strikes ? (strikes.afterBytes ?? 0) : Number.POSITIVE_INFINITY;
  try {
    if (strikes && left === 0 && strikes.does !== 'corrupt') await strike(request, strikes);
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer;
      if (strikes && bytes.length > left) {
        if (strikes.does !== 'corrupt') {
          if (left > 0) yield bytes.subarray(0, left);
          await strike(request, strikes);
        }
        bytes[left] = (bytes[left] ?? 0) ^ 1;
        left = Number.POSITIVE_INFINITY;
      }
      left -= bytes.length;
      yield bytes;
    }
  } catch (error) {
    if (error instanceof GcsError || error instanceof Broken) throw error;
    throw new Broken('The client broke off.');
  }
  if (!request.complete) throw new Broken('The client broke off.');
}

async function strike(request: IncomingMessage, fault: Fault): Promise<never> {
  if (fault.does === 'answer') {
    const { status = 503, reason, message, retryAfter } = fault;
    throw new GcsError(
      status,
      reason ?? REASONS[status] ?? 'backendError',
      message ?? 'Backend Error',
      {
        ...(status === 429 ? { domain: 'usageLimits' } : {}),
        ...(retryAfter === undefined ? {} : { headers: { 'retry-after': `${retryAfter}` } }),
      },
    );
  }
  if (fault.does === 'stall') {
    request.pause();
    if (!request.socket.destroyed) await once(request.socket, 'close').catch(() => {});
  } else request.socket.resetAndDestroy();
  throw new Broken(`A fault: ${fault.does}`);
}

const REASONS: Record<number, string> = {
  401: 'authError',
  403: 'forbidden',
  408: 'uploadBrokenConnection',
  410: 'gone',
  429: 'rateLimitExceeded',
  500: 'internalError',
  504: 'gatewayTimeout',
};
