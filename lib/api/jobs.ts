import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { createTask, type NewTask } from '#lib/engine/tasks/create-task.ts';
import { hasEnded, isUuid } from '#lib/engine/tasks/record.ts';
import { queueJobEvent } from '#lib/engine/webhooks/queue-event.ts';
import { Failure } from '#lib/errors.ts';
import type { ApiEnv, RouteOptions } from './api.ts';
import { describeJob, type JobRecord, WITH_TASKS } from './describe-job.ts';
import type { describeTask } from './describe-task.ts';
import { planJob } from './job-plan.ts';
import { stage } from './new-task.ts';
import { describePage, readPage } from './paging.ts';
import { INLINE_BODY_LIMIT, readJsonObject } from './read-body.ts';
import { requireScope } from './require-scope.ts';

/** Longest that a sync call waits. Milliseconds. */
const WAIT = 300_000;

export function addJobRoutes(
  routes: Hono<ApiEnv>,
  { engine, clock, maxFileSize }: RouteOptions,
): void {
  const { prisma } = engine.context.db;
  const signers = { urls: engine.urls, uploads: engine.uploads, maxFileSize };

  const describeFor = (c: Context<ApiEnv>, job: JobRecord, tasks = true) =>
    describeJob(job, c.get('bases'), signers, { tasks });

  async function getJob(c: Context<ApiEnv>, id: string): Promise<JobRecord> {
    const { teamId } = c.get('principal');
    const job = isUuid(id)
      ? await prisma.job.findFirst({ where: { id, teamId }, include: WITH_TASKS })
      : null;
    if (!job) throw new Failure('NOT_FOUND', 'There is no such job, or it has been deleted.');
    return job;
  }

  /** The job once all its tasks have ended, or as it is when the time is up. */
  async function waitForJob(c: Context<ApiEnv>, id: string): Promise<JobRecord> {
    const until = performance.now() + WAIT;
    for (;;) {
      const job = await getJob(c, id);
      const left = until - performance.now();
      if (hasEnded(job) || left <= 0) return job;
      // A job and its tasks are read one after the other: no open task means that it ended just now.
      const open = job.tasks.find((task) => !hasEnded(task));
      if (open) await engine.waitForEnd(c.get('principal'), open.id, left, c.env.aborted);
    }
  }

  routes.post('/jobs', async (c) => {
    const principal = c.get('principal');
    requireScope(principal, 'task.write');
    const body = await readJsonObject(c.req.raw, INLINE_BODY_LIMIT);
    const plan = planJob(engine, body);
    const jobId = randomUUID();
    const discards: (() => Promise<void>)[] = [];
    const ready: NewTask[] = [];
    try {
      for (const { id, name, operation, options, inputIds } of plan.tasks) {
        const { task, discard } = await stage(engine, operation, options);
        discards.push(discard);
        ready.push({ ...task, id, inputIds, job: { id: jobId, name } });
      }
      await prisma.$transaction(async (tx) => {
        const { teamId } = principal;
        await tx.job.create({
          data: { id: jobId, teamId, tag: plan.tag, status: 'waiting', createdAt: clock.now() },
        });
        for (const task of ready) await createTask(tx, engine.context, principal, task);
        await queueJobEvent(tx, jobId, 'job.created', clock.now());
      });
    } catch (error) {
      for (const discard of discards) await discard();
      throw error;
    }
    const job = c.get('sync') ? await waitForJob(c, jobId) : await getJob(c, jobId);
    const url =
      c.get('sync') && body.redirect === true
        ? firstUrl(describeFor(c, job).tasks ?? [])
        : undefined;
    return url ? c.redirect(url, 302) : c.json({ data: describeFor(c, job) }, 201);
  });

  routes.get('/jobs', async (c) => {
    const { teamId } = c.get('principal');
    requireScope(c.get('principal'), 'task.read');
    const page = readPage((name) => c.req.query(name));
    const status = c.req.query('filter[status]');
    const tag = c.req.query('filter[tag]');
    const jobs = await prisma.job.findMany({
      where: { teamId, ...(status ? { status } : {}), ...(tag ? { tag } : {}) },
      include: WITH_TASKS,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (page.page - 1) * page.perPage,
      take: page.perPage + 1,
    });
    const withTasks = (c.req.query('include') ?? '').split(',').includes('tasks');
    const data = jobs.slice(0, page.perPage).map((job) => describeFor(c, job, withTasks));
    return c.json(
      describePage(data, jobs.length > page.perPage, page, `${c.get('bases').app}/v2/jobs`),
    );
  });

  const show = async (c: Context<ApiEnv>, wait: boolean) => {
    requireScope(c.get('principal'), 'task.read');
    const id = c.req.param('id') ?? '';
    return c.json({
      data: describeFor(c, wait ? await waitForJob(c, id) : await getJob(c, id)),
    });
  };
  routes.get('/jobs/:id/wait', (c) => show(c, true));
  routes.get('/jobs/:id', (c) => show(c, c.get('sync')));

  routes.delete('/jobs/:id', async (c) => {
    requireScope(c.get('principal'), 'task.write');
    const job = await getJob(c, c.req.param('id'));
    for (const task of job.tasks) await engine.remove(c.get('principal'), task.id);
    await prisma.job.deleteMany({ where: { id: job.id } });
    return c.body(null, 204);
  });
}

function firstUrl(tasks: ReturnType<typeof describeTask>[]): string | undefined {
  for (const task of tasks) {
    const files = task.result && 'files' in task.result ? (task.result.files ?? []) : [];
    for (const file of files) if ('url' in file && file.url) return file.url;
  }
  return undefined;
}
