import type { Context, Hono } from 'hono';
import type { TaskRecord } from '#lib/engine/tasks/record.ts';
import { isUuid } from '#lib/engine/tasks/record.ts';
import { Failure } from '#lib/errors.ts';
import type { ApiEnv, RouteOptions } from './api.ts';
import { type Describer, describeTask } from './describe-task.ts';
import { createFromOptions, findOffered, parseOptions } from './new-task.ts';
import { describePage, readPage } from './paging.ts';
import { BODY_LIMIT, INLINE_BODY_LIMIT, readJsonObject } from './read-body.ts';
import { requireScope } from './require-scope.ts';

/** Longest that a sync call waits. Milliseconds. */
const WAIT = 300_000;

export function addTaskRoutes(routes: Hono<ApiEnv>, { engine, maxFileSize }: RouteOptions): void {
  const signers: Describer = { urls: engine.urls, uploads: engine.uploads, maxFileSize };
  const includes = (c: Context<ApiEnv>) => new Set((c.req.query('include') ?? '').split(','));

  async function answer(c: Context<ApiEnv>, task: TaskRecord, status: 200 | 201 = 200) {
    const include = includes(c);
    const asker = c.get('principal');
    const related = async (wanted: string, ids: () => string[]) => {
      if (!include.has(wanted)) return {};
      const found = await Promise.all(ids().map((id) => engine.find(asker, id)));
      const tasks = found.filter((one) => one !== undefined);
      return { [wanted]: tasks.map((one) => describeTask(one, c.get('bases'), signers)) };
    };
    const retries = include.has('retries')
      ? await engine.context.db.prisma.task.findMany({
          where: { retryOfTaskId: task.id, teamId: asker.teamId },
          select: { id: true },
        })
      : [];
    return c.json(
      {
        data: {
          ...describeTask(task, c.get('bases'), signers, include),
          ...(await related('depends_on_tasks', () => task.inputs.map((input) => input.inputId))),
          ...(await related('retries', () => retries.map((retry) => retry.id))),
        },
      },
      status,
    );
  }

  async function waited(c: Context<ApiEnv>) {
    requireScope(c.get('principal'), 'task.read');
    const task = await engine.waitForEnd(
      c.get('principal'),
      c.req.param('id') ?? '',
      WAIT,
      c.env.aborted,
    );
    return answer(c, task);
  }

  routes.get('/tasks', async (c) => {
    const principal = c.get('principal');
    requireScope(principal, 'task.read');
    const page = readPage((name) => c.req.query(name));
    const jobId = c.req.query('filter[job_id]');
    const { tasks, more } = await engine.list(
      principal,
      {
        status: c.req.query('filter[status]'),
        operation: c.req.query('filter[operation]'),
        jobId,
        hasFiles: c.req.query('filter[has_files]') === '1',
        search: c.req.query('filter[search]'),
      },
      page,
    );
    const include = includes(c);
    const data = tasks.map((task) => describeTask(task, c.get('bases'), signers, include));
    return c.json(describePage(data, more, page, `${c.get('bases').app}/v2/tasks`));
  });

  routes.get('/tasks/:id/wait', waited);
  routes.get('/tasks/:id', async (c) => {
    if (c.get('sync')) return waited(c);
    requireScope(c.get('principal'), 'task.read');
    return answer(c, await engine.get(c.get('principal'), c.req.param('id')));
  });

  routes.post('/tasks/:id/cancel', async (c) => {
    requireScope(c.get('principal'), 'task.write');
    return answer(c, await engine.cancel(c.get('principal'), c.req.param('id')));
  });

  routes.post('/tasks/:id/retry', async (c) => {
    requireScope(c.get('principal'), 'task.write');
    return answer(c, await engine.retry(c.get('principal'), c.req.param('id')), 201);
  });

  routes.delete('/tasks/:id', async (c) => {
    requireScope(c.get('principal'), 'task.write');
    await engine.remove(c.get('principal'), c.req.param('id'));
    return c.body(null, 204);
  });

  routes.on('POST', ['/import/*', '/export/*'], async (c) => {
    const principal = c.get('principal');
    requireScope(principal, 'task.write');
    const id = new URL(c.req.url).pathname.replace(/^(\/sync)?\/v2\//, '');
    const operation = findOffered(engine, id);
    if (!operation) throw new Failure('NOT_FOUND', `This server has no operation ${id}.`);
    const inline = id === 'import/base64' || id === 'import/raw';
    const body = await readJsonObject(c.req.raw, inline ? INLINE_BODY_LIMIT : BODY_LIMIT);
    const options = parseOptions(operation, body);
    await refuseManyForOne(c, operation.id, options);
    return answer(c, await createFromOptions(engine, principal, operation, options), 201);
  });

  /** export/upload takes one file: said at creation when it is known by then. */
  async function refuseManyForOne(
    c: Context<ApiEnv>,
    id: string,
    options: Record<string, unknown>,
  ) {
    if (id !== 'export/upload') return;
    const ids = [options.input].flat().map(String).filter(isUuid);
    const tasks = await Promise.all(ids.map((input) => engine.find(c.get('principal'), input)));
    const files = tasks.reduce((sum, task) => sum + (task?.files.length ?? 0), 0);
    if (files > 1) {
      throw new Failure('INVALID_DATA', undefined, {
        fields: { input: ['export/upload takes one file, and the input tasks have several.'] },
      });
    }
  }
}
