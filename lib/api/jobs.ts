import type { Context, Hono } from 'hono';
import { isUuid } from '#lib/engine/tasks/record.ts';
import { Failure } from '#lib/errors.ts';
import { answerLater, WAITING } from './answer-later.ts';
import type { ApiEnv, RouteOptions } from './api.ts';
import { createJob } from './create-job.ts';
import { describeJob, type JobRecord, WITH_TASKS } from './describe-job.ts';
import { planJob } from './job-plan.ts';
import { describePage, readPage } from './paging.ts';
import { INLINE_BODY_LIMIT, readJsonObject } from './read-body.ts';
import { readIncludes } from './related.ts';
import { removeJob } from './remove-job.ts';
import { requireScope } from './require-scope.ts';
import { waitForJob } from './wait-for-job.ts';

/** Jobs of a page when their tasks come with them. */
const MOST_WITH_TASKS = 100;

export function addJobRoutes(routes: Hono<ApiEnv>, options: RouteOptions): void {
  const { engine, maxFileSize, waiting = WAITING } = options;
  const { prisma } = engine.context.db;
  const signers = { urls: engine.urls, uploads: engine.uploads, maxFileSize };

  async function getJob(c: Context<ApiEnv>, id: string): Promise<JobRecord> {
    const { teamId } = c.get('principal');
    const job = isUuid(id)
      ? await prisma.job.findFirst({ where: { id, teamId }, include: WITH_TASKS })
      : null;
    if (!job) throw new Failure('NOT_FOUND', 'There is no such job, or it has been deleted.');
    return job;
  }

  const described = async (c: Context<ApiEnv>, id: string) =>
    describeJob(await getJob(c, id), c.get('bases'), signers);

  /** The job once all its tasks have ended, or as it is when the time is up. */
  async function ended(c: Context<ApiEnv>, id: string) {
    await waitForJob(engine, c.get('principal'), id, waiting.longest, c.env.aborted);
    return described(c, id);
  }

  routes.post('/jobs', async (c) => {
    const principal = c.get('principal');
    requireScope(principal, 'task.write');
    const { redirect, ...body } = await readJsonObject(c.req.raw, INLINE_BODY_LIMIT);
    // A call that does not wait has nowhere to lead: to it this is an unknown field.
    const plan = planJob(engine, c.get('sync') ? { ...body, redirect } : body);
    const id = c.get('made') ?? (await createJob(options, principal, plan));
    if (!c.get('sync')) return c.json({ data: await described(c, id) }, 201);
    // Whoever sends this again, tired of waiting, waits for the same job.
    await c.get('noteMade')?.(id);
    if (!plan.redirect) return answerLater(c, options, ended(c, id), 201);
    // Where to is known at the end only: nothing can be sent before.
    const job = await ended(c, id);
    const url = findExportUrl(job);
    return url ? c.redirect(url, 302) : c.json({ data: job }, 201);
  });

  routes.get('/jobs', async (c) => {
    const { teamId } = c.get('principal');
    requireScope(c.get('principal'), 'task.read');
    const withTasks = readIncludes(c.req.query('include')).has('tasks');
    const asked = readPage((name) => c.req.query(name));
    const page = withTasks
      ? { ...asked, perPage: Math.min(asked.perPage, MOST_WITH_TASKS) }
      : asked;
    const status = c.req.query('filter[status]');
    const tag = c.req.query('filter[tag]');
    const query = {
      where: { teamId, ...(status ? { status } : {}), ...(tag ? { tag } : {}) },
      orderBy: [{ createdAt: 'desc' as const }, { id: 'desc' as const }],
      skip: (page.page - 1) * page.perPage,
      take: page.perPage + 1,
    };
    const jobs = withTasks
      ? await prisma.job.findMany({ ...query, include: WITH_TASKS })
      : await prisma.job.findMany(query);
    const bases = c.get('bases');
    const data = jobs.slice(0, page.perPage).map((job) => describeJob(job, bases, signers));
    return c.json(describePage(data, jobs.length > page.perPage, page, `${bases.app}/v2/jobs`));
  });

  const show = async (c: Context<ApiEnv>, wait: boolean) => {
    requireScope(c.get('principal'), 'task.read');
    const id = c.req.param('id') ?? '';
    return wait ? answerLater(c, options, ended(c, id)) : c.json({ data: await described(c, id) });
  };
  routes.get('/jobs/:id/wait', (c) => show(c, true));
  routes.get('/jobs/:id', (c) => show(c, c.get('sync')));

  routes.delete('/jobs/:id', async (c) => {
    requireScope(c.get('principal'), 'task.write');
    await removeJob(engine, c.get('principal'), await getJob(c, c.req.param('id')));
    return c.body(null, 204);
  });
}

/** The first temporary URL of a job's exports. */
export function findExportUrl({ tasks = [] }: ReturnType<typeof describeJob>): string | undefined {
  for (const task of tasks) {
    const files = task.result && 'files' in task.result ? (task.result.files ?? []) : [];
    for (const file of files) if ('url' in file && file.url) return file.url;
  }
  return undefined;
}
