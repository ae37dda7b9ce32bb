import { z } from 'zod';
import type { Prisma } from '#lib/db/generated/client.ts';
import type { ProbeReport } from '#lib/engine/probe/report.ts';
import { parseOptions } from '#lib/exports/parse-options.ts';
import { expandPrefix, putPrefix } from '#lib/operations/prefix.ts';
import { audit } from './audit.ts';
import { checkDestination } from './check-destination.ts';
import type { DestinationContext } from './context.ts';
import { DestinationInput } from './destination-input.ts';
import { type DestinationRecord, getEditable } from './find-destination.ts';
import { forgetOffer } from './forget.ts';
import { isOtherKey } from './other-key.ts';
import type { Probe } from './run-probe.ts';
import { openSecrets } from './secrets.ts';
import { countTest } from './test-limit.ts';
import { factsOf } from './unlock-destination.ts';
import { describeBefore, differs } from './update-destination.ts';

/** What a form holds, of a destination that is saved or not. */
export const TestInput = DestinationInput.pick({
  operation: true,
  options: true,
  secrets: true,
  openFields: true,
  prefix: true,
}).extend({ id: z.uuid().optional() });
export type TestInput = z.infer<typeof TestInput>;

/**
 * Tries out the values of a form. Stored secrets take part where the form keeps them, and then only at the
 * place that they are stored for. The report is kept when what was tested is what is saved.
 *
 * @throws Failure NOT_FOUND, FORBIDDEN, INVALID_DATA with `fields`, RATE_LIMITED.
 */
export async function testDestination(
  context: DestinationContext,
  input: TestInput,
  probe: Probe,
): Promise<{ report: ProbeReport; kept: boolean }> {
  const { prisma, actor, clock, master } = context;
  const row = input.id ? await getEditable(prisma, actor, input.id) : undefined;
  const checked = checkDestination({ ...input, fencePrefix: null }, row && describeBefore(row));
  const { operation, options, replaced, kept } = checked;
  const stored = row
    ? openSecrets(master, {
        ...row,
        secrets: row.secrets.filter((one) => kept.includes(one.field)),
      })
    : {};
  const whole = { ...options, ...stored, ...replaced };
  const facts = await factsOf(prisma, actor, { operation: operation.id }, clock.now());
  const expanded = input.prefix ? expandPrefix(input.prefix, facts) : '';
  // What is left open has to be filled in for a test: there is nobody else to do it.
  const tried = parseOptions(operation, putPrefix(operation, whole, expanded));
  countTest(clock, actor.userId);
  const report = await probe(operation.id, tried);
  const isSaved = row !== undefined && !differs(row, checked);
  await prisma.$transaction(async (tx) => {
    if (isSaved) await keepReport(context, tx, row, report);
    await audit(context, tx, 'destination.test', row?.id ?? 'unsaved', {
      operation: operation.id,
      passed: report.passed,
    });
  });
  return { report, kept: isSaved };
}

async function keepReport(
  { clock }: DestinationContext,
  tx: Prisma.TransactionClient,
  { id, version }: DestinationRecord,
  report: ProbeReport,
): Promise<void> {
  const { hostKey } = report;
  const at = clock.now();
  const offered = hostKey && isOtherKey(report) && { ...hostKey, seenAt: at.toISOString() };
  const { count } = await tx.destination.updateMany({
    where: { id, version },
    data: {
      // Without what is undefined, which JSON does not know.
      test: JSON.parse(JSON.stringify(report)) as Prisma.InputJsonObject,
      testedAt: at,
      // What stops a test stops deliveries: it waits for the same decision.
      ...(offered ? { offeredHostKey: offered } : {}),
    },
  });
  // The server shows the trusted key again.
  if (count > 0 && hostKey && !offered) await forgetOffer(tx, id);
}
