import { randomUUID } from 'node:crypto';
import type { ExportContext } from '#lib/exports/context.ts';
import { createExports } from '#lib/exports/create-exports.ts';
import type { CreateExportsInput } from '#lib/exports/deliveries-input.ts';
import { createTestClient } from '#lib/exports/test-client.ts';
import type { DestinationContext } from './context.ts';
import { clock } from './test-context.ts';

/** A connection that notes what it is asked to do, and submissions to it. */
export function createTestExports() {
  const connection = createTestClient();
  /** With secrets and all. */
  const sent: { operation: string; body: Record<string, unknown> }[] = [];

  function exporting({ actor, prisma, master }: DestinationContext): ExportContext {
    const { client } = connection;
    return {
      prisma,
      clock,
      master,
      actor,
      client: {
        ...client,
        async createTask(operation, body) {
          sent.push({ operation, body });
          return client.createTask(operation, body);
        },
      },
    };
  }

  return {
    connection,
    sent,
    exporting,
    submitAs: (
      context: DestinationContext,
      deliveries: CreateExportsInput['deliveries'],
      more: Partial<CreateExportsInput> = {},
    ) =>
      createExports(exporting(context), {
        deliveries,
        inputTaskIds: [connection.addInput('a.txt')],
        submissionId: randomUUID(),
        ...more,
      }),
  };
}
