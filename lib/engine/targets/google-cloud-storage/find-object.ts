import { Failure } from '#lib/errors.ts';
import { readAnswer } from '../../delivery/read-answer.ts';
import { type ObjectResource, Refusal, readObject } from './answer.ts';
import { call, objectPath } from './call.ts';
import type { GcsContext } from './gcs-context.ts';
import type { Settings } from './settings.ts';

/**
 * What stands under a name: undefined when nothing does, and when the account may not ask.
 * @throws as call.
 */
export async function findObject(
  context: GcsContext,
  name: string,
  signal: AbortSignal,
): Promise<ObjectResource | undefined> {
  const path = objectPath(context.settings.bucket, name);
  try {
    const step = 'looking at the file';
    return await readObject(await call(context, { method: 'GET', path, query: {}, step, signal }));
  } catch (error) {
    if (error instanceof Refusal && (error.status === 404 || error.status === 403))
      return undefined;
    throw error;
  }
}

/** Removes the one generation that was just made; a newer one of somebody else stays. */
export async function removeGeneration(
  context: GcsContext,
  name: string,
  { generation }: ObjectResource,
  signal: AbortSignal,
): Promise<void> {
  const path = objectPath(context.settings.bucket, name);
  const query = { generation, ifGenerationMatch: generation };
  try {
    const step = 'removing the file';
    const answer = await call(context, { method: 'DELETE', path, query, step, signal });
    await readAnswer(answer.body);
  } catch (error) {
    const gone = error instanceof Refusal && (error.status === 404 || error.status === 412);
    if (!gone) throw error;
  }
}

export function existsFailure({ bucket }: Settings, name: string, detail?: string): Failure {
  const words = `“${name}” exists in bucket \`${bucket}\` already, and was left as it is.`;
  return new Failure('TARGET_EXISTS', words, { detail });
}
