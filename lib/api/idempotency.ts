import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Failure } from '#lib/errors.ts';
import type { ApiEnv, ApiOptions } from './api.ts';
import type { KeptAnswers } from './kept-answers.ts';
import { INLINE_BODY_LIMIT, readText } from './read-body.ts';

/** A header of printable characters: what a UUID or any other random text is. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * `Idempotency-Key` on POSTs: the same key with the same request gets the same answer again, for 24
 * hours, also when the first is under way. What failed on our side (5xx) or was asked too often is
 * not kept: the next one tries anew.
 */
export function idempotency(
  { log }: Pick<ApiOptions, 'log'>,
  kept: KeptAnswers,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const key = c.req.header('idempotency-key');
    if (key === undefined || c.req.method !== 'POST') return next();
    if (!KEY.test(key)) {
      throw new Failure('INVALID_DATA', undefined, {
        fields: { 'Idempotency-Key': ['The key has 1 to 255 printable characters, no spaces.'] },
      });
    }
    const { raw } = c.req;
    const body = await readText(raw, INLINE_BODY_LIMIT);
    c.req.raw = new Request(raw.url, { method: 'POST', headers: raw.headers, body });
    const { teamId, scopes } = c.get('principal');
    const { pathname, search } = new URL(raw.url);
    // A key with fewer rights must not be told what another was answered.
    const rights = [...scopes].sort().join(' ');
    const request = createHash('sha256')
      .update([pathname + search, rights, body].join('\n'))
      .digest('hex');
    const claim = await kept.claim({ teamId, key, request }, c.env.aborted);

    if (claim.answer) {
      const { status, body: text } = claim.answer;
      if (status !== MADE)
        return c.body(text, status as 200, {
          'content-type': 'application/json',
          'idempotent-replayed': 'true',
        });
      // It was made, and its caller waited for the end of it: so does this one.
      c.set('made', text);
      await next();
      c.res.headers.set('idempotent-replayed', 'true');
      return;
    }

    let settled = false;
    c.set('noteMade', async (id) => {
      settled = true;
      await claim.keep({ status: MADE, body: id });
    });
    try {
      await next();
      const { status } = c.res;
      if (settled || status >= 500 || status === 429 || status === 302) return;
      settled = true;
      await claim.keep({ status, body: await c.res.clone().text() });
    } finally {
      if (!settled)
        await claim
          .release()
          .catch((error: unknown) => log.error({ err: error }, 'a key was not released'));
    }
  };
}

/** In place of a status: what is kept is the id of what was made. */
const MADE = 0;
