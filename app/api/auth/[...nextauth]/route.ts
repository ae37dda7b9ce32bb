import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '#lib/web/auth-options.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

/** Not `_log`, by which anybody could write into the log, nor the list of providers. */
const ACTIONS = ['csrf', 'session', 'signin', 'callback', 'signout', 'error'];
/** Bytes: next-auth reads a body whole, and a sign-in is short. */
const MAX_BODY = 16_384;

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (!ACTIONS.includes(nextauth[0] ?? '')) return new Response(null, { status: 404 });
  const size = Number(request.headers.get('content-length') ?? Number.NaN);
  if (request.method === 'POST' && !(size <= MAX_BODY)) return new Response(null, { status: 413 });
  return NextAuth(request, context, authOptions());
}

export { handle as GET, handle as POST };
