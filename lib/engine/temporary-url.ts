import { createHmac, timingSafeEqual } from 'node:crypto';

export type TemporaryUrl = {
  taskId: string;
  filename: string;
  disposition: 'attachment' | 'inline';
  /** Unix seconds. */
  expires: number;
};

export type UrlSigner = {
  /** Path and query: `/files/{task}/{filename}?temp_url_sig=…&temp_url_expires=…`. */
  sign(url: TemporaryUrl): string;
  /**
   * What a URL made here says; undefined when it was not made here or was changed. Expiry is the
   * caller's to check: an expired link is told apart from a forged one.
   */
  verify(pathname: string, query: URLSearchParams): TemporaryUrl | undefined;
};

/** @param key 32 secret bytes that serve nothing else. */
export function createUrlSigner(key: Buffer): UrlSigner {
  return {
    sign(url) {
      const query = new URLSearchParams({
        temp_url_sig: signature(key, url).toString('hex'),
        temp_url_expires: String(url.expires),
        ...(url.disposition === 'inline' ? { disposition: 'inline' } : {}),
      });
      return `/files/${encodeURIComponent(url.taskId)}/${encodeURIComponent(url.filename)}?${query}`;
    },

    verify(pathname, query) {
      const [, taskId, filename] = /^\/files\/([^/]+)\/([^/]+)$/.exec(pathname)?.map(decode) ?? [];
      const expires = query.get('temp_url_expires') ?? '';
      const disposition = query.get('disposition') ?? 'attachment';
      if (taskId === undefined || filename === undefined) return undefined;
      // Written in one way only, so that what was signed is what is read.
      if (!/^(?:0|[1-9]\d{0,14})$/.test(expires)) return undefined;
      if (disposition !== 'attachment' && disposition !== 'inline') return undefined;
      const url: TemporaryUrl = { taskId, filename, disposition, expires: Number(expires) };
      const given = query.get('temp_url_sig') ?? '';
      return equalHex(given, signature(key, url)) ? url : undefined;
    },
  };
}

/** Compares in constant time. @param given hex from outside. */
export function equalHex(given: string, expected: Buffer): boolean {
  if (!/^[0-9a-f]+$/.test(given) || given.length !== expected.length * 2) return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), expected);
}

function signature(key: Buffer, { taskId, filename, disposition, expires }: TemporaryUrl): Buffer {
  // JSON keeps the four apart whatever they hold.
  const signed = JSON.stringify(['temporary-url', taskId, filename, disposition, expires]);
  return createHmac('sha256', key).update(signed).digest();
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
