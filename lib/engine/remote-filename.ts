import { parse } from 'content-disposition';
import mime from 'mime';
import type { EgressAnswer } from './egress.ts';

/** What a server calls its file: by header, else by address. Anything at all may come of it. */
export function remoteFilename({ headers, url }: Pick<EgressAnswer, 'headers' | 'url'>): string {
  const disposition = headers['content-disposition'];
  const given = disposition ? parse(utf8(disposition)).parameters.filename : undefined;
  if (given) return given;
  const segment = url.pathname.split('/').findLast((part) => part !== '') ?? '';
  const name = decode(segment) || 'file';
  if (/\.[^.\s]{1,10}$/.test(name)) return name;
  const type = headers['content-type'] ?? '';
  const extension = type.startsWith('application/octet-stream') ? null : mime.getExtension(type);
  return extension ? `${name}.${extension}` : name;
}

/** Headers arrive as Latin-1; servers that write plain UTF-8 into them mean UTF-8. */
function utf8(header: string): string {
  if (!/^[\0-\xff]*$/.test(header)) return header;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(header, 'latin1'));
  } catch {
    return header;
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
