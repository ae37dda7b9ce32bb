import type { IncomingMessage, ServerResponse } from 'node:http';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { SignedUrlBase } from '#lib/db/generated/client.ts';
import { hasEnded } from '#lib/engine/tasks/record.ts';
import { isFailure } from '#lib/errors.ts';
import { unseal } from '#lib/vault/seal.ts';
import { WAITING } from '../answer-later.ts';
import type { RouteOptions } from '../api.ts';
import { basesOf } from '../bases.ts';
import { createJob } from '../create-job.ts';
import { describeJob, WITH_TASKS } from '../describe-job.ts';
import { planJob } from '../job-plan.ts';
import { findExportUrl } from '../jobs.ts';
import type { KeptAnswers } from '../kept-answers.ts';
import { sendNotice } from '../notice-page.ts';
import type { Principal } from '../principal.ts';
import { waitForJob } from '../wait-for-job.ts';
import { isSignedWith, parseSignedUrl, readSignedJob, type SignedUrl } from './signed-url.ts';

/** Longest that somebody who follows a link looks at an empty page. Milliseconds. */
const LONGEST = 300_000;
const CACHE_KEY = /^[A-Za-z0-9_-]{1,200}$/;
const SEEN_EVERY = 60_000;

export type HandleSignedUrl = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/**
 * Runs the job of a signed URL and leads to its export. With a cache key one job serves all who come
 * within 24 hours.
 */
export function createSignedUrlHandler(options: RouteOptions, kept: KeptAnswers): HandleSignedUrl {
  const { engine, db, clock, log, maxFileSize } = options;
  const { master } = engine.context;
  const signers = { urls: engine.urls, uploads: engine.uploads, maxFileSize };
  const limiter = new RateLimiterMemory({ points: options.rateLimit, duration: 60 });

  function origins(req: IncomingMessage): string[] {
    const host = req.headers.host ?? 'localhost';
    return [basesOf(options, req).app, `https://${host}`, `http://${host}`];
  }

  async function noteUse({ id, lastUsedAt }: SignedUrlBase): Promise<void> {
    const now = clock.now();
    if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < SEEN_EVERY) return;
    await db.signedUrlBase.update({ where: { id }, data: { lastUsedAt: now } });
  }

  const readJob = (id: string, teamId: string) =>
    db.job.findFirst({ where: { id, teamId }, include: WITH_TASKS });

  /** The job that runs for this address: the one of its cache key, unless that failed or is gone. */
  async function startJob(
    url: SignedUrl,
    principal: Principal,
    body: Record<string, unknown>,
  ): Promise<string> {
    const plan = planJob(engine, { ...body, redirect: true });
    if (url.cacheKey === undefined) return createJob(options, principal, plan);
    const { teamId } = principal;
    // No header can hold a line break: keys of callers are other keys.
    const key = `signed-url\n${url.baseId}\n${url.cacheKey}`;
    for (;;) {
      const claim = await kept.claim({ teamId, key, request: 'signed-url' });
      if (claim.answer) {
        const job = await readJob(claim.answer.body, teamId);
        if (job && job.status !== 'error') return job.id;
        await kept.forget({ teamId, key });
        continue;
      }
      let id: string;
      try {
        id = await createJob(options, principal, plan);
      } catch (error) {
        await claim.release();
        throw error;
      }
      await claim.keep({ status: 201, body: id });
      return id;
    }
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.method !== 'GET') {
      res.setHeader('allow', 'GET');
      return sendNotice(req, res, 405);
    }
    const url = parseSignedUrl(req.url ?? '');
    const base = url && (await db.signedUrlBase.findUnique({ where: { id: url.baseId } }));
    if (!url || !base) return sendNotice(req, res, url ? 404 : 403);
    const { id, teamId, createdById } = base;
    const secret = unseal(master, base.secret, {
      team: teamId,
      record: id,
      field: 'signing_secret',
    });
    if (!isSignedWith(url, secret, origins(req))) return sendNotice(req, res, 403);
    if (base.revokedAt) return sendNotice(req, res, 'revoked');
    const within = await limiter.consume(id).then(
      () => true,
      () => false,
    );
    if (!within) return sendNotice(req, res, 'busy');
    const body = readSignedJob(url);
    const validKey = url.cacheKey === undefined || CACHE_KEY.test(url.cacheKey);
    if (!body || !validKey) return sendNotice(req, res, 'wrong');

    const gone = new AbortController();
    res.once('close', () => gone.abort());
    const scopes = ['task.read', 'task.write'];
    const principal: Principal = { teamId, userId: createdById, scopes, keyId: undefined };
    const jobId = await startJob(url, principal, body);
    await noteUse(base);
    const longest = Math.min(LONGEST, (options.waiting ?? WAITING).longest);
    await waitForJob(engine, principal, jobId, longest, gone.signal);
    const job = await readJob(jobId, teamId);
    const location = job && findExportUrl(describeJob(job, basesOf(options, req), signers));
    if (location) {
      res.writeHead(302, {
        location,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'content-length': 0,
      });
      res.end();
    } else sendNotice(req, res, job && !hasEnded(job) ? 'slow' : 'failed');
  }

  return async (req, res) => {
    try {
      await answer(req, res);
    } catch (error) {
      if (res.destroyed) return;
      if (isFailure(error) && error.code === 'INVALID_DATA')
        return sendNotice(req, res, 'wrong', error.fields);
      if (!isFailure(error) || error.status >= 500)
        log.error({ err: error }, 'a signed URL failed');
      if (!res.headersSent) sendNotice(req, res, isFailure(error) ? 'failed' : 500);
      else res.destroy();
    }
  };
}
