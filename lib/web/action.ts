import type { z } from 'zod';
import { Failure } from '#lib/errors.ts';
import { can, type Permission } from '#lib/teams/permissions.ts';
import type { FormAction } from '#lib/ui/action-state.ts';
import type { ActionResult } from './action-state.ts';
import { answer } from './answer.ts';
import { type ClientFacts, clientFacts } from './client-facts.ts';
import { parseInput, readForm } from './parse-input.ts';
import { findViewer, type Viewer } from './viewer.ts';

type Run<S extends z.ZodType, T> = (given: { viewer: Viewer; input: z.output<S> }) => Promise<T>;
type PublicRun<S extends z.ZodType> = (
  given: { input: z.output<S> } & ClientFacts,
) => Promise<unknown>;

/**
 * A server action: finds who sent it, checks that their role may, parses what came, runs. What it
 * answers when something expected goes wrong is in action-state.ts; Next refuses other origins.
 */
export function action<S extends z.ZodType, T>(
  permission: Permission,
  schema: S,
  run: Run<S, T>,
): (input: unknown) => Promise<ActionResult<T>> {
  return (input) =>
    answer(async () => {
      const viewer = await getPermitted(permission);
      return run({ viewer, input: parseInput(schema, input) });
    });
}

/** The same for a form with useActionState, also before the page is hydrated. */
export function formAction<S extends z.ZodType>(
  permission: Permission,
  schema: S,
  run: Run<S, unknown>,
): FormAction {
  const send = action(permission, schema, run);
  return async (_previous, formData) => {
    const result = await send(readForm(formData));
    return result.ok ? { ok: true } : result;
  };
}

/** For the few forms in front of the sign-in: nobody is asked who they are. */
export function publicFormAction<S extends z.ZodType>(schema: S, run: PublicRun<S>): FormAction {
  return async (_previous, formData) => {
    const result = await answer(async () =>
      run({ input: parseInput(schema, readForm(formData)), ...(await clientFacts()) }),
    );
    return result.ok ? { ok: true } : result;
  };
}

async function getPermitted(permission: Permission): Promise<Viewer> {
  const viewer = await findViewer();
  if (!viewer) throw new Failure('UNAUTHENTICATED', 'Your session has ended. Sign in again.');
  if (!can(viewer.role, permission)) throw new Failure('FORBIDDEN');
  return viewer;
}
