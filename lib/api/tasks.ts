import type { Context, Hono } from 'hono';
import { inputIdsOf } from '#lib/engine/tasks/create-tasks.ts';
import type { TaskRecord } from '#lib/engine/tasks/record.ts';
import { Failure } from '#lib/errors.ts';
import { answerLater, WAITING } from './answer-later.ts';
import type { ApiEnv, RouteOptions } from './api.ts';
import { type Describer, describeTask } from './describe-task.ts';
import { createFromOptions, findOffered, parseOptions } from './new-task.ts';
import { describePage, readPage } from './paging.ts';
import { BODY_LIMIT, INLINE_BODY_LIMIT, readJsonObject } from './read-body.ts';
import { refuseManyForOne } from './refuse-many-for-one.ts';
import { readIncludes, readRelated } from './related.ts';
import { requireScope } from './require-scope.ts';

export function addTaskRoutes(routes: Hono<ApiEnv>, options: RouteOptions): void {
  const { engine, maxFileSize, waiting = WAITING } = options;
  const { prisma } = engine.context.db;
  const signers: Describer = { urls: engine.urls, uploads: engine.uploads, maxFileSize };

  async function describeAll(c: Context<ApiEnv>, tasks: TaskRecord[]) {
    const include = readIncludes(c.req.query('include'));
    const bases = c.get('bases');
    const relatedTo = await readRelated(prisma, c.get('principal'), tasks, include, {
      bases,
      signers,
    });
    return tasks.map((task) => ({
      ...describeTask(task, bases, signers, include),
      ...relatedTo(task),
    }));
  }

  async function answer(c: Context<ApiEnv>, task: TaskRecord, status: 200 | 201 = 200) {
    const [data] = await describeAll(c, [task]);
    return c.json({ data }, status);
  }

  async function waited(c: Context<ApiEnv>) {
    requireScope(c.get('principal'), 'task.read');
    const id = c.req.param('id') ?? '';
    const { longest } = waiting;
    const ended = engine.waitForEnd(c.get('principal'), id, longest, c.env.aborted);
    const described = ended.then(async (task) => (await describeAll(c, [task]))[0]);
    return answerLater(c, options, described);
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
    const data = await describeAll(c, tasks);
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
    await refuseManyForOne(engine, principal, operation.id, inputIdsOf(options));
    return answer(c, await createFromOptions(engine, principal, operation, options), 201);
  });
}
