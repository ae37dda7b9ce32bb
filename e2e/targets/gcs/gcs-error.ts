import type { ServerResponse } from 'node:http';

/**
 * A refusal in the JSON API's own shape.
 * https://cloud.google.com/storage/docs/json_api/v1/status-codes
 */
export class GcsError extends Error {
  readonly status: number;
  readonly reason: string;
  readonly domain: string;
  readonly location: { type: string; name: string } | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    reason: string,
    message: string,
    more: {
      domain?: string;
      location?: { type: string; name: string };
      headers?: Record<string, string>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.domain = more.domain ?? 'global';
    this.location = more.location;
    this.headers = more.headers ?? {};
  }
}

export const invalid = (message: string): GcsError => new GcsError(400, 'invalid', message);
export const required = (message: string): GcsError => new GcsError(400, 'required', message);

/** The client is gone, or a fault has cut it off: nobody is left to answer. */
export class Broken extends Error {}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
    ...headers,
  });
  response.end(text);
}

export function sendError(response: ServerResponse, error: GcsError): void {
  const { status, reason, message, domain, location, headers } = error;
  const where = location ? { locationType: location.type, location: location.name } : {};
  const body = {
    error: { code: status, message, errors: [{ message, domain, reason, ...where }] },
  };
  sendJson(response, status, body, headers);
}
