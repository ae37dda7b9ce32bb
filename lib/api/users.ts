import type { Hono } from 'hono';
import { Failure } from '#lib/errors.ts';
import type { ApiEnv, RouteOptions } from './api.ts';
import { wireTime } from './describe-task.ts';
import { requireScope } from './require-scope.ts';

export function addUserRoutes(routes: Hono<ApiEnv>, { db }: RouteOptions): void {
  routes.get('/users/me', async (c) => {
    const { userId, ...principal } = c.get('principal');
    requireScope({ userId, ...principal }, 'user.read');
    const user = userId ? await db.user.findUnique({ where: { id: userId } }) : null;
    if (!user) throw new Failure('NOT_FOUND', 'This key belongs to nobody any more.');
    return c.json({
      data: {
        id: user.id,
        username: user.name,
        email: user.email,
        created_at: wireTime(user.createdAt),
        // Nothing here costs credits; clients expect a number.
        credits: 0,
        links: { self: `${c.get('bases').app}/v2/users/me` },
      },
    });
  });
}
