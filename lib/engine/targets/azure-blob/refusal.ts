import type { IncomingHttpHeaders } from 'node:http';

export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
};

/** An answer that is no success, as an error that the failure table reads. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What the request was for: "storing the file". */
  readonly step: string;
  /** As in `x-ms-error-code`; empty when it was not Azure that answered. */
  readonly code: string;
  /** More of why signing in failed. */
  readonly authDetail: string;
  /** The header that is not valid, in lower case. */
  readonly headerName: string | undefined;
  readonly requestId: string | undefined;
  /** The service's clock. */
  readonly date: Date | undefined;
  /** Something that is no blob service. */
  readonly isForeign: boolean;

  constructor({ status, headers, text }: Answer, step: string) {
    // The message goes on with the id of the request and the time, each on its line.
    super((inside(text, 'Message') ?? '').split('\n')[0]?.trim());
    this.status = status;
    this.headers = headers;
    this.step = step;
    this.code = String(headers['x-ms-error-code'] ?? inside(text, 'Code') ?? '');
    // It may repeat the signature that was sent.
    this.authDetail = (inside(text, 'AuthenticationErrorDetail') ?? '').replace(
      /[A-Za-z0-9+/]{43}=/g,
      '…',
    );
    this.headerName = inside(text, 'HeaderName')?.toLowerCase();
    this.requestId = headers['x-ms-request-id'] as string | undefined;
    const date = Date.parse(headers.date ?? '');
    this.date = Number.isNaN(date) ? undefined : new Date(date);
    this.isForeign = this.code === '' && this.requestId === undefined;
  }

  /** The raw answer for "Details". */
  get detail(): string {
    const lines = [
      `HTTP ${this.status} ${this.code}`.trim(),
      this.message,
      this.authDetail,
      this.headerName && `Header: ${this.headerName}`,
      this.requestId && `Request ID: ${this.requestId}`,
    ];
    return lines.filter(Boolean).join('\n');
  }
}

function inside(text: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1]?.trim();
  return found ? decode(found) : undefined;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decode = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => ENTITIES[name] ?? whole);
