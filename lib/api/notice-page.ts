import type { IncomingMessage, ServerResponse } from 'node:http';

const NOTICES = {
  403: ['This link is not valid', 'It was changed or cut off on its way. Ask for the link again, and copy it whole.'],
  405: ['Links are only read', 'This address answers GET and HEAD.'],
  410: ['This link has ended', 'Its time is over, or its files were deleted. Ask whoever sent it for a new one.'],
  500: ['Something went wrong here', 'The file could not be sent. Try again in a moment.'],
} as const;

const CODES = { 403: 'FORBIDDEN', 405: 'METHOD_NOT_ALLOWED', 410: 'GONE', 500: 'INTERNAL' } as const;

/** A small page for people, or the protocol's error body for programs, in place of a file. */
export function sendNotice(req: IncomingMessage, res: ServerResponse, status: keyof typeof NOTICES): void {
  const [title, text] = NOTICES[status];
  const html = (req.headers.accept ?? '').includes('text/html');
  const body = html ? page(title, text) : JSON.stringify({ message: `${title}. ${text}`, code: CODES[status] });
  res.writeHead(status, {
    'content-type': html ? 'text/html; charset=utf-8' : 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}

const page = (title: string, text: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title}</title>
<style>
body{margin:0;min-height:100vh;display:grid;place-items:center;font:15px/1.5 ui-sans-serif,system-ui,sans-serif;background:Canvas;color:CanvasText}
main{max-width:26rem;padding:2rem;border-top:3px solid}
h1{font-size:1.1rem;margin:0 0 .25rem}p{margin:0}
</style></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>
`;
