import type { Engine } from '#lib/engine/engine.ts';
import { type Asker, isUuid } from '#lib/engine/tasks/record.ts';
import { Failure } from '#lib/errors.ts';

/**
 * export/upload takes one file: said at creation when it is known by then.
 *
 * @param field where the inputs stand in the request. @throws Failure INVALID_DATA.
 */
export async function refuseManyForOne(
  engine: Engine,
  asker: Asker,
  operation: string,
  inputIds: string[],
  field = 'input',
): Promise<void> {
  if (operation !== 'export/upload') return;
  const tasks = await Promise.all(inputIds.filter(isUuid).map((id) => engine.find(asker, id)));
  const files = tasks.reduce((sum, task) => sum + (task?.files.length ?? 0), 0);
  if (files > 1) {
    throw new Failure('INVALID_DATA', undefined, {
      fields: { [field]: ['export/upload takes one file, and the input tasks have several.'] },
    });
  }
}
