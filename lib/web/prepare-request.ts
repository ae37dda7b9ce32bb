import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Env } from '#lib/env.ts';
import { THEME_SCRIPT } from '#lib/ui/theme.ts';

const THEME_HASH = createHash('sha256').update(THEME_SCRIPT).digest('base64');

type Settings = Pick<Env, 'APP_URL' | 'FILES_URL' | 'TRUST_PROXY' | 'production'>;

/**
 * How the browser reaches the upload forms of connections to other servers; none where there are no
 * such connections. Schemes, not hosts: which host takes the bytes only the form itself names, and a
 * list of hosts would tell every visitor of the sign-in page where the teams' servers are.
 */
export type UploadScheme = 'https:' | 'http:';

/**
 * What every request for a page goes through before Next sees it: headers that anybody could have
 * written become ones that can be believed, and the answer gets the headers that guard it.
 */
export function prepareRequest(
  req: IncomingMessage,
  res: ServerResponse,
  env: Settings,
  uploads: readonly UploadScheme[] = [],
): void {
  believeForwarded(req, env);
  // Next doesn't tell a page its own address, and whoever must sign in first wants to come back.
  req.headers['x-slipway-path'] = req.url ?? '/';
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Referrer-Policy', 'same-origin');
  // Next reads the nonce out of the request and gives it to every script it writes.
  delete req.headers['content-security-policy-report-only'];
  delete req.headers['content-security-policy'];
  if (req.url?.startsWith('/_next/')) return;
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), env, uploads);
  req.headers['content-security-policy'] = policy;
  res.setHeader('Content-Security-Policy', policy);
  res.setHeader('X-Frame-Options', 'DENY');
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  res.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
}

/** Next and next-auth trust X-Forwarded-*: without a proxy in front, these say what really is. */
function believeForwarded(req: IncomingMessage, { APP_URL, TRUST_PROXY }: Settings): void {
  const { headers, socket } = req;
  // Each proxy adds at the end whom it spoke to; only ours is known to tell the truth.
  const sender = TRUST_PROXY ? entriesOf(headers['x-forwarded-for']).at(-1) : undefined;
  const host = TRUST_PROXY ? entriesOf(headers['x-forwarded-host'])[0] : undefined;
  const proto = TRUST_PROXY ? entriesOf(headers['x-forwarded-proto'])[0] : undefined;
  headers['x-forwarded-for'] = sender ?? socket.remoteAddress ?? '';
  headers['x-forwarded-proto'] = proto === 'https' ? 'https' : 'http';
  headers['x-forwarded-host'] = host ?? headers.host ?? 'localhost';
  delete headers.forwarded;
  // Many proxies pass on a host name of their own. The address people use is known all the same,
  // and Next refuses an action whose origin is not the host it was sent to.
  if (APP_URL && headers.origin === APP_URL) headers['x-forwarded-host'] = new URL(APP_URL).host;
}

function entriesOf(header: string | string[] | undefined): string[] {
  return [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}

/** Scripts only with the nonce of this answer; files only from where temporary URLs lead. */
function contentSecurityPolicy(
  nonce: string,
  env: Settings,
  uploads: readonly UploadScheme[],
): string {
  const ours = ["'self'", env.APP_URL, env.FILES_URL].filter(Boolean).join(' ');
  // React's development build evaluates code to rebuild the stacks of the server.
  const development = env.production ? '' : " 'unsafe-eval'";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'sha256-${THEME_HASH}'${development}`,
    // Progress bars and menus set widths and places on the element itself.
    "style-src 'self' 'unsafe-inline'",
    `img-src ${ours} data: blob:`,
    `media-src ${ours} blob:`,
    `connect-src ${[ours, ...uploads].join(' ')}`,
    `frame-src ${ours} blob:`,
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
