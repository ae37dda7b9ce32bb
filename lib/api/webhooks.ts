import type { Context, Hono } from 'hono';
import type { DeveloperContext } from '#lib/developers/context.ts';
import { createWebhook } from '#lib/developers/create-webhook.ts';
import { findFailing } from '#lib/developers/find-failing.ts';
import { getWebhook, WEBHOOK_COLUMNS } from '#lib/developers/get-webhook.ts';
import { removeWebhook } from '#lib/developers/remove-webhook.ts';
import { WebhookInput } from '#lib/developers/webhook-input.ts';
import { Failure, type FieldErrors } from '#lib/errors.ts';
import type { ApiEnv, RouteOptions } from './api.ts';
import { wireTime } from './describe-task.ts';
import { describePage, readPage } from './paging.ts';
import { readJsonObject } from './read-body.ts';
import { requireScope } from './require-scope.ts';

type WebhookRecord = Awaited<ReturnType<typeof getWebhook>>;

export function addWebhookRoutes(routes: Hono<ApiEnv>, { engine, db, clock }: RouteOptions): void {
  const { master } = engine.context;

  /** A webhook in the wire's shape. Its signing secret stands in the answer to its creation only. */
  const describeFor = (
    c: Context<ApiEnv>,
    webhook: WebhookRecord,
    failing: ReadonlySet<string>,
    secret?: string,
  ) => ({
    id: webhook.id,
    url: webhook.url,
    disabled: webhook.disabledAt !== null,
    ...(secret ? { signing_secret: secret } : {}),
    failing: failing.has(webhook.id),
    events: webhook.events,
    created_at: wireTime(webhook.createdAt),
    links: { self: `${c.get('bases').app}/v2/webhooks/${webhook.id}` },
  });

  async function contextOf(c: Context<ApiEnv>): Promise<DeveloperContext> {
    const { teamId, userId, keyId } = c.get('principal');
    const key = keyId ? await db.apiKey.findUnique({ where: { id: keyId } }) : null;
    const actor = { teamId, userId, called: key ? `API key “${key.name}”` : 'API' };
    return { prisma: db, clock, master, actor };
  }

  routes.post('/webhooks', async (c) => {
    requireScope(c.get('principal'), 'webhook.write');
    const input = parse(await readJsonObject(c.req.raw));
    const { id, secret } = await createWebhook(await contextOf(c), input);
    const webhook = await getWebhook(db, c.get('principal').teamId, id);
    return c.json({ data: describeFor(c, webhook, new Set(), secret) }, 201);
  });

  routes.get('/users/me/webhooks', async (c) => {
    const { teamId } = c.get('principal');
    requireScope(c.get('principal'), 'webhook.read');
    const page = readPage((name) => c.req.query(name));
    const url = c.req.query('filter[url]');
    const found = await db.webhook.findMany({
      where: { teamId, ...(url ? { url } : {}) },
      select: WEBHOOK_COLUMNS,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (page.page - 1) * page.perPage,
      take: page.perPage + 1,
    });
    const webhooks = found.slice(0, page.perPage);
    const failing = await findFailing(
      db,
      webhooks.map(({ id }) => id),
    );
    const data = webhooks.map((webhook) => describeFor(c, webhook, failing));
    const path = `${c.get('bases').app}/v2/users/me/webhooks`;
    return c.json(describePage(data, found.length > page.perPage, page, path));
  });

  routes.get('/webhooks/:id', async (c) => {
    requireScope(c.get('principal'), 'webhook.read');
    const webhook = await getWebhook(db, c.get('principal').teamId, c.req.param('id'));
    return c.json({ data: describeFor(c, webhook, await findFailing(db, [webhook.id])) });
  });

  routes.delete('/webhooks/:id', async (c) => {
    requireScope(c.get('principal'), 'webhook.write');
    await removeWebhook(await contextOf(c), c.req.param('id'));
    return c.body(null, 204);
  });
}

/** @throws Failure INVALID_DATA with what is wrong with each field. */
function parse(body: Record<string, unknown>): WebhookInput {
  const parsed = WebhookInput.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields: FieldErrors = {};
  for (const { path, message } of parsed.error.issues) {
    const name = path.join('.');
    fields[name] = [...(fields[name] ?? []), message];
  }
  throw new Failure('INVALID_DATA', undefined, { fields });
}
