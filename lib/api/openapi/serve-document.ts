import { createHash } from 'node:crypto';
import { apiDocument } from './document.ts';

let served: { text: string; etag: string } | undefined;

/** GET /v2/openapi.json: for everybody, and for pages of other hosts, since it holds nothing of anybody. */
export function serveDocument(request: Request): Response {
  if (!served) {
    const text = JSON.stringify(apiDocument());
    const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;
    served = { text, etag };
  }
  const { text, etag } = served;
  const headers = {
    etag,
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
  };
  const known = request.headers.get('if-none-match') ?? '';
  const isKnown = known === '*' || known.split(',').some((one) => one.trim().endsWith(etag));
  if (isKnown) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, 'content-type': 'application/json' } });
}
