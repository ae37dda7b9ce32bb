import { z } from 'zod';
import { ConnectionId } from '#lib/connections/connection-id.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { audit } from './audit.ts';
import type { ExportContext } from './context.ts';
import { parseOptions } from './parse-options.ts';

export const ImportUrlInput = z.object({
  url: z.string().trim().min(1, 'Enter an address.').max(8_000),
  connection: ConnectionId,
});

/** Fetches a file from a URL into a new task. @throws Failure INVALID_DATA with `fields.url`. */
export async function importUrl(context: ExportContext, url: string): Promise<{ taskId: string }> {
  const options = parseOptions(getOperation('import/url'), { url });
  const task = await context.client.createTask('import/url', options);
  await context.prisma.$transaction((tx) =>
    // The address may carry a key in its query; where it leads is enough.
    audit(context, tx, 'file.import', task.id, { host: new URL(String(options.url)).host }),
  );
  return { taskId: task.id };
}
