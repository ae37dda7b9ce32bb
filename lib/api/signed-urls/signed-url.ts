import { createHmac, timingSafeEqual } from 'node:crypto';

/** `/s/{id}?job=…[&cache_key=…]&s=…`, as the official clients put it together. */
export type SignedUrl = {
  baseId: string;
  /** Base64 of the job's JSON. */
  job: string;
  cacheKey: string | undefined;
  /** What was signed, but for the origin before it. */
  signed: string;
  /** Hex. */
  signature: string;
};

const SHAPE =
  /^\/s\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\?job=([^&]+)(?:&cache_key=([^&]*))?&s=([0-9a-f]{64})$/i;

/** @param target path and query as they came. @returns undefined for anything else. */
export function parseSignedUrl(target: string): SignedUrl | undefined {
  const [, baseId = '', job = '', cacheKey, signature = ''] = SHAPE.exec(target) ?? [];
  if (!baseId) return undefined;
  const signed = target.slice(0, target.lastIndexOf('&s='));
  return { baseId: baseId.toLowerCase(), job: decode(job), cacheKey, signed, signature };
}

/**
 * Whether it was signed with the secret. The clients sign the whole address; by which name and protocol
 * a request has come through a proxy is not always known, so each of `origins` will do. So will an
 * address whose `+` and `/` were escaped on the way.
 */
export function isSignedWith(url: SignedUrl, secret: string, origins: Iterable<string>): boolean {
  const given = Buffer.from(url.signature, 'hex');
  let right = false;
  for (const origin of new Set(origins)) {
    for (const signed of new Set([url.signed, decode(url.signed)])) {
      const wanted = createHmac('sha256', secret).update(`${origin}${signed}`).digest();
      right = timingSafeEqual(given, wanted) || right;
    }
  }
  return right;
}

/**
 * The job in it. Both alphabets of base64 are taken, also mixed: one official client replaces the
 * first `+` and `/` only.
 *
 * @returns undefined when it is no JSON object.
 */
export function readSignedJob({ job }: SignedUrl): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(job, 'base64').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
