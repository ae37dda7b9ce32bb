import { invalid } from './gcs-error.ts';

/** Bytes of headers and resource that are read before the media must begin. */
const MOST_BEFORE = 256 << 10;

/**
 * Reads multipart/related of exactly two parts, strictly: CRLF, a Content-Type on both, nothing before
 * the first boundary, the closing one at the end.
 * https://cloud.google.com/storage/docs/uploading-objects#rest-upload-objects, "multipart"
 * @param media gets the bytes of the second part. @throws GcsError.
 */
export async function readRelated(
  contentType: string | undefined,
  body: AsyncIterable<Buffer>,
  media: (bytes: Buffer) => void,
): Promise<{ json: string; contentType: string }> {
  const [, quoted, bare] =
    /^multipart\/related; ?boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))$/i.exec(contentType ?? '') ??
    [];
  const boundary = quoted ?? bare;
  if (boundary === undefined)
    throw invalid('Content-Type is not multipart/related with a boundary.');
  const tails = [`\r\n--${boundary}--`, `\r\n--${boundary}--\r\n`].map((text) => Buffer.from(text));
  const held = Math.max(...tails.map((tail) => tail.length));
  let before: { json: string; contentType: string } | undefined;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of body) {
    rest = Buffer.concat([rest, chunk]);
    if (!before) {
      const found = splitHead(rest, boundary);
      if (!found) {
        if (rest.length > MOST_BEFORE) throw invalid('Malformed multipart body.');
        continue;
      }
      before = found;
      rest = rest.subarray(found.end);
    }
    if (rest.length <= held) continue;
    media(rest.subarray(0, rest.length - held));
    rest = rest.subarray(rest.length - held);
  }
  const tail = tails.find((one) => rest.subarray(-one.length).equals(one));
  if (!before || !tail) throw invalid('Malformed multipart body.');
  media(rest.subarray(0, rest.length - tail.length));
  return before;
}

function splitHead(
  bytes: Buffer,
  boundary: string,
): { json: string; contentType: string; end: number } | undefined {
  const delimiter = `\r\n--${boundary}\r\n`;
  const first = bytes.indexOf('\r\n\r\n');
  const second = bytes.indexOf(delimiter, first + 4);
  const end = second < 0 ? -1 : bytes.indexOf('\r\n\r\n', second + delimiter.length);
  if (first < 0 || second < 0 || end < 0) return undefined;
  const [open, ...headers] = bytes.subarray(0, first).toString('latin1').split('\r\n');
  if (open !== `--${boundary}`) throw invalid('Malformed multipart body.');
  if (!/^application\/json(;|$)/.test(typeOf(headers))) {
    throw invalid('The first part must be application/json.');
  }
  const secondHeaders = bytes.subarray(second + delimiter.length, end).toString('latin1');
  return {
    json: bytes.subarray(first + 4, second).toString('utf8'),
    contentType: typeOf(secondHeaders.split('\r\n')),
    end: end + 4,
  };
}

function typeOf(headers: readonly string[]): string {
  const found = headers.find((line) => /^content-type:/i.test(line));
  if (found === undefined) throw invalid('A part has no Content-Type.');
  return found.slice('content-type:'.length).trim();
}
