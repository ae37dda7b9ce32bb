import type { Hono } from 'hono';
import { getOperation } from '#lib/operations/registry.ts';
import type { ApiEnv, RouteOptions } from './api.ts';

export function addOperationRoutes(routes: Hono<ApiEnv>, { engine }: RouteOptions): void {
  routes.get('/operations', (c) => {
    const wanted = c.req.query('filter[operation]');
    const data = engine
      .operations()
      .filter((id) => !wanted || id === wanted)
      .map((id) => {
        const operation = getOperation(id);
        return { operation: id, title: operation.title, summary: operation.summary, credits: 0 };
      });
    return c.json({ data });
  });
}
