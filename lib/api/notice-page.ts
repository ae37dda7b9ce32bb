import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FailureCode, FieldErrors } from '#lib/errors.ts';

type Notice = { title: string; text: string; code: FailureCode; status?: number };

const NOTICES = {
  403: {
    title: 'This link is not valid',
    text: 'It was changed on its way to you, or cut short. Ask whoever sent it for the whole link.',
    code: 'FORBIDDEN',
  },
  404: {
    title: 'There is nothing here',
    text: 'The address is not known. Check that all of it was copied.',
    code: 'NOT_FOUND',
  },
  405: {
    title: 'Files can only be read here',
    text: 'This address answers GET and HEAD requests.',
    code: 'METHOD_NOT_ALLOWED',
  },
  410: {
    title: 'This file is no longer here',
    text: 'Links work for a limited time. This one has expired, or its file was deleted. Ask whoever sent it for a new one.',
    code: 'GONE',
  },
  500: {
    title: 'Something went wrong',
    text: 'The file could not be read. Try again in a moment.',
    code: 'INTERNAL',
  },
  // Of signed URLs, which run a job.
  revoked: {
    status: 410,
    title: 'This link no longer works',
    text: 'Whoever made it has withdrawn it. Ask them for a new one.',
    code: 'GONE',
  },
  wrong: {
    status: 422,
    title: 'This link asks for something that cannot be done',
    text: 'It was made with a job that is not valid. A job in a link needs an export/url task, and a cache key has only letters, digits, - and _.',
    code: 'INVALID_DATA',
  },
  failed: {
    status: 422,
    title: 'The file could not be made',
    text: 'The job behind this link has failed. Try again in a while, or ask whoever sent it.',
    code: 'INPUT_TASK_FAILED',
  },
  busy: {
    status: 429,
    title: 'Too many people are following this link',
    text: 'Wait a minute and try again.',
    code: 'RATE_LIMITED',
  },
  slow: {
    status: 504,
    title: 'This takes longer than usual',
    text: 'The file is still being made. Try again in a few minutes.',
    code: 'DEADLINE_EXCEEDED',
  },
} as const satisfies Record<number | string, Notice>;

export type NoticeName = keyof typeof NOTICES;

const STYLE = `:root{color-scheme:light dark;--bg:#f7f7f5;--text:#1c1c1a;--quiet:#5c5c57;--line:#dcdcd6}
@media (prefers-color-scheme:dark){:root{--bg:#131413;--text:#ececea;--quiet:#a3a39d;--line:#2e302e}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--bg);color:var(--text);font:15px/1.55 system-ui,sans-serif}
main{box-sizing:border-box;max-width:30rem;padding:1.5rem;margin:1rem;border-left:2px solid var(--line)}
h1{margin:0 0 .5rem;font-size:1.25rem;line-height:1.3}p{margin:0;color:var(--quiet)}
small{display:block;margin-top:1.25rem;color:var(--quiet);font:13px ui-monospace,monospace}`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * Answers in place of a file: a small page for people, JSON for whoever asks for JSON.
 *
 * @param fields what is wrong in a request, by path: in the JSON only.
 */
export function sendNotice(
  req: IncomingMessage,
  res: ServerResponse,
  name: NoticeName,
  fields?: FieldErrors,
): void {
  const notice: Notice = NOTICES[name];
  const status = notice.status ?? Number(name);
  const json = /\bjson\b/.test(req.headers.accept ?? '');
  const body = json
    ? JSON.stringify({
        message: `${notice.title}. ${notice.text}`,
        code: notice.code,
        ...(fields ? { errors: fields } : {}),
      })
    : page(status, notice);
  res.writeHead(status, {
    'content-type': json ? 'application/json' : 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    vary: 'accept',
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}

// Constant text only: nothing of the request is repeated, so there is nothing to escape.
function page(status: number, { title, text }: Notice): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style><main><h1>${title}</h1><p>${text}</p><small>${status}</small></main></html>\n`;
}
