/** What a GET route answered when it was not the data: status and words fit for the page. */
export class FetchFailure extends Error {
  override readonly name = 'FetchFailure';
  readonly status: number;
  readonly code: string | undefined;

  constructor(status: number, message: string, code?: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** GETs JSON of this server. @throws FetchFailure; status 0 when the server was not reached. */
export async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    headers: { accept: 'application/json' },
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new FetchFailure(0, 'The server cannot be reached.');
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as T;
  const { message, code } = (body ?? {}) as { message?: string; code?: string };
  throw new FetchFailure(response.status, message ?? 'The server gave no answer.', code);
}
