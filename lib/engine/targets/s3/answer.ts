import { findRawAnswer } from './request-handler.ts';

/** What a service said when it refused. */
export type S3Answer = {
  status: number;
  /** As in `<Code>`; empty when there was none, as in answers to HEAD. */
  code: string;
  message: string;
  /** The region that the bucket is in, where the answer tells. */
  region: string | undefined;
  /** The header that `<Header>` names as not implemented. */
  header: string | undefined;
  requestId: string | undefined;
  /** The service's clock. */
  date: Date | undefined;
  /** A web page: the address belongs to no S3 service. */
  isPage: boolean;
  headers: Readonly<Record<string, string>>;
};

/** The answer that an error of the SDK came from; undefined for errors that are none. */
export function findAnswer(error: unknown): S3Answer | undefined {
  if (!(error instanceof Error)) return undefined;
  const { $response, $metadata } = error as Error & {
    $response?: unknown;
    $metadata?: { httpStatusCode?: number; requestId?: string };
  };
  const raw = findRawAnswer($response);
  if (raw) return readAnswerText(raw);
  if ($metadata?.httpStatusCode === undefined) return undefined;
  // An error inside an answer with status 200, which joining parts may give; the SDK calls it 503.
  return {
    status: $metadata.httpStatusCode,
    code: error.name,
    message: error.message,
    region: undefined,
    header: undefined,
    requestId: $metadata.requestId,
    date: undefined,
    isPage: false,
    headers: {},
  };
}

/** Reads the XML of an error. @param headers names in lower case. */
export function readAnswerText({
  status,
  headers,
  text,
}: {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}): S3Answer {
  const inside = (name: string) => {
    const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1]?.trim();
    return found ? decode(found) : undefined;
  };
  const message = inside('Message') ?? '';
  const date = Date.parse(inside('ServerTime') ?? headers.date ?? '');
  return {
    status,
    code: inside('Code') ?? '',
    message,
    region:
      headers['x-amz-bucket-region'] ??
      inside('Region') ??
      /expecting '([a-z0-9-]+)'/.exec(message)?.[1] ??
      /(?:^|\.)s3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(inside('Endpoint') ?? '')?.[1],
    header: inside('Header'),
    requestId: inside('RequestId') ?? headers['x-amz-request-id'],
    date: Number.isNaN(date) ? undefined : new Date(date),
    isPage: /^\s*<(?:!doctype html|html)/i.test(text),
    headers,
  };
}

/** The raw answer for "Details". */
export function describeAnswer({ status, code, message, requestId }: S3Answer): string {
  return [
    [`HTTP ${status}`, code].filter(Boolean).join(' '),
    message,
    requestId && `Request ID: ${requestId}`,
  ]
    .filter(Boolean)
    .join('\n');
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decode = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => ENTITIES[name] ?? whole);
