import { fileTypeFromBuffer } from 'file-type';
import mime from 'mime';

const UNKNOWN = 'application/octet-stream';

// What the bytes alone only half tell: a container, under which the name may say what it contains.
const CONTAINERS: Record<string, RegExp> = {
  'application/zip':
    /^application\/(?:vnd\.|epub\+zip|java-archive|x-xpinstall|zip|x-cbr|.+\+zip$)|^model\//,
  'application/x-cfb': /^application\/(?:msword|vnd\.ms-|x-msi|vnd\.visio)/,
  'application/xml': /xml|^text\//,
  'application/gzip': /gzip|svg|compressed/,
  'application/ogg': /ogg|opus/,
};

// A text named so is something else: `module.ts` is no MPEG transport stream.
const NEVER_TEXT =
  /^(?:image\/(?!svg|vnd\.dxf|x-)|audio|video|font|application\/(?:pdf|zip|gzip)$)/;
// Types that bytes can tell for sure; bytes that don't look so are something else.
const ALWAYS_TOLD =
  /^text\/|[/+](?:json|xml|javascript)$|^image\/(?:png|jpeg|gif|webp|avif|svg|bmp|tiff)|^application\/(?:pdf|zip|gzip)$/;

/**
 * The media type of a file, without parameters. The bytes decide; the name says what bytes can't:
 * which kind of text, and which kind of container.
 * @param head the first bytes, as many as there are up to HEAD_BYTES.
 */
export async function contentType(head: Uint8Array, filename: string): Promise<string> {
  const named = mime.getType(filename) ?? undefined;
  const seen = head.length > 0 ? await fileTypeFromBuffer(head).catch(() => undefined) : undefined;
  if (seen) {
    const type = seen.mime as string;
    return named && CONTAINERS[type]?.test(named) ? named : type;
  }
  if (head.length === 0) return named ?? UNKNOWN;
  if (isText(head)) return named && !NEVER_TEXT.test(named) ? named : 'text/plain';
  return named && !ALWAYS_TOLD.test(named) ? named : UNKNOWN;
}

/** No NUL, and UTF-8 up to a character that the end of the head may have cut; or UTF-16 with a mark. */
function isText(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  if (head.includes(0)) return false;
  // Tab, line breaks, form feed, and the escape of coloured logs.
  if (head.some((byte) => byte < 32 && ![9, 10, 12, 13, 27].includes(byte))) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    // Latin-1 and its kin: text all the same when most of it is letters.
    let high = 0;
    for (const byte of head) if (byte > 127) high += 1;
    return high < head.length * 0.3;
  }
}
