import { z } from 'zod';
import { FAILURES, Failure, type FailureCode, type FieldErrors, isFailure } from '#lib/errors.ts';
import { WireTask, WireTaskPage, WireUser } from './types.ts';

export type TaskQuery = {
  status?: string;
  operation?: string;
  /** Ours: only tasks whose files are still there. */
  hasFiles?: boolean;
  /** Ours: part of a file name. */
  search?: string;
  include?: readonly string[];
  page?: number;
  perPage?: number;
};

/** One connection: a place that runs tasks and speaks v2. Every method throws Failure. */
export type Client = {
  createTask(operation: string, body: Record<string, unknown>): Promise<WireTask>;
  /** @returns undefined when the connection does not know the task (any more). */
  findTask(id: string, include?: readonly string[]): Promise<WireTask | undefined>;
  listTasks(query: TaskQuery): Promise<{ tasks: WireTask[]; more: boolean }>;
  cancelTask(id: string): Promise<WireTask>;
  /** @returns the new task. */
  retryTask(id: string): Promise<WireTask>;
  /** Deleting what is gone already is no failure. */
  deleteTask(id: string): Promise<void>;
};

/** What only the look at a connection asks for (lib/connections/check.ts). */
export type AccountClient = Client & {
  /** Whose the key is. */
  getUser(): Promise<WireUser>;
};

export type ClientOptions = {
  /** Up to and including `/v2`. */
  baseUrl: string;
  /** Carries the request: the network with a key, or the API in this process. */
  fetch: (request: Request) => Promise<Response>;
  headers?: Record<string, string>;
  /** A request that takes longer ends in DEADLINE_EXCEEDED. Milliseconds. */
  deadlineMs?: number;
};

const FieldErrorsOnWire = z.record(z.string(), z.array(z.string()));

export function createClient(options: ClientOptions): AccountClient {
  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const request = new Request(`${options.baseUrl}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(options.deadlineMs ?? 30_000),
    });
    const response = await options.fetch(request).catch((cause: unknown) => {
      if (cause instanceof DOMException && cause.name === 'TimeoutError') {
        throw new Failure('DEADLINE_EXCEEDED', 'The connection did not answer in time.', { cause });
      }
      // What carries the request may know better what went wrong.
      if (isFailure(cause)) throw cause;
      throw new Failure('TARGET_UNREACHABLE', 'The connection could not be reached.', { cause });
    });
    if (!response.ok) throw await toFailure(response);
    return response;
  }

  async function one(method: string, path: string, body?: unknown): Promise<WireTask> {
    const response = await send(method, path, body);
    return parse(WireTask, await dataOf(response));
  }

  return {
    createTask: (operation, body) => one('POST', `/${operation}`, body),
    async findTask(id, include = []) {
      const query = include.length > 0 ? `?include=${include.join(',')}` : '';
      try {
        return await one('GET', `/tasks/${encodeURIComponent(id)}${query}`);
      } catch (error) {
        if (isFailure(error) && error.code === 'NOT_FOUND') return undefined;
        throw error;
      }
    },
    async listTasks(query) {
      const search = new URLSearchParams();
      if (query.status) search.set('filter[status]', query.status);
      if (query.operation) search.set('filter[operation]', query.operation);
      if (query.hasFiles) search.set('filter[has_files]', '1');
      if (query.search) search.set('filter[search]', query.search);
      if (query.include?.length) search.set('include', query.include.join(','));
      search.set('page', String(query.page ?? 1));
      search.set('per_page', String(query.perPage ?? 100));
      const response = await send('GET', `/tasks?${search}`);
      const page = parse(WireTaskPage, await response.json().catch(() => undefined));
      return { tasks: page.data, more: Boolean(page.links?.next) };
    },
    cancelTask: (id) => one('POST', `/tasks/${encodeURIComponent(id)}/cancel`, {}),
    retryTask: (id) => one('POST', `/tasks/${encodeURIComponent(id)}/retry`, {}),
    async deleteTask(id) {
      try {
        await send('DELETE', `/tasks/${encodeURIComponent(id)}`);
      } catch (error) {
        if (!(isFailure(error) && error.code === 'NOT_FOUND')) throw error;
      }
    },
    getUser: async () => parse(WireUser, await dataOf(await send('GET', '/users/me'))),
  };
}

async function dataOf(response: Response): Promise<unknown> {
  const answer: unknown = await response.json().catch(() => undefined);
  return typeof answer === 'object' && answer !== null && 'data' in answer
    ? answer.data
    : undefined;
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Failure('SOURCE_FAILED', 'The connection answered in a form that is not v2.', {
    cause: parsed.error,
  });
}

async function toFailure(response: Response): Promise<Failure> {
  const body = (await response.json().catch(() => ({}))) as {
    code?: unknown;
    message?: unknown;
    errors?: unknown;
  };
  const retryAfter = Number(response.headers.get('retry-after'));
  const fields = readFields(body.errors);
  return new Failure(
    findCode(body.code, response.status) ?? byStatus(response.status),
    typeof body.message === 'string' ? body.message : undefined,
    {
      ...(fields ? { fields } : {}),
      ...(retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {}),
    },
  );
}

/** A code of ours, where the status goes with it: other servers may mean something else by it. */
function findCode(code: unknown, status: number): FailureCode | undefined {
  if (typeof code !== 'string' || !(code in FAILURES)) return undefined;
  const known = code as FailureCode;
  return FAILURES[known].status === status ? known : undefined;
}

function readFields(errors: unknown): FieldErrors | undefined {
  const parsed = FieldErrorsOnWire.safeParse(errors);
  return parsed.success ? parsed.data : undefined;
}

function byStatus(status: number): FailureCode {
  const found = Object.entries(FAILURES).find(([, failure]) => failure.status === status);
  return found ? (found[0] as FailureCode) : status >= 500 ? 'UNAVAILABLE' : 'INVALID_DATA';
}
