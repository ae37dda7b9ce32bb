import type { Prisma } from '#lib/db/generated/client.ts';
import type { ProbeReport } from '#lib/engine/probe/report.ts';
import { Failure } from '#lib/errors.ts';
import { can } from '#lib/teams/permissions.ts';
import { audit } from './audit.ts';
import type { DestinationContext } from './context.ts';
import { getEditable } from './find-destination.ts';
import { forgetOffer, forgetTest } from './forget.ts';
import { isOtherKey } from './other-key.ts';
import type { OfferedHostKey } from './types.ts';

/**
 * Pins the host key that the server showed, so that files go to nobody else. Stored secrets stay: whoever
 * may trust says that it is the same server.
 *
 * @param fingerprint the one that the person saw: it must still be the one that is offered.
 * @throws Failure NOT_FOUND, FORBIDDEN, CONFLICT when the server has shown another one meanwhile.
 */
export async function trustHostKey(
  context: DestinationContext,
  { id, fingerprint }: { id: string; fingerprint: string },
): Promise<void> {
  const { prisma, actor, clock } = context;
  if (!can(actor.role, 'destination.trust')) throw new Failure('FORBIDDEN');
  await prisma.$transaction(async (tx) => {
    const row = await getEditable(tx, actor, id);
    const offered = row.offeredHostKey as OfferedHostKey | null;
    const report = row.test as ProbeReport | null;
    const key = offered ?? report?.hostKey;
    if (key?.fingerprint !== fingerprint) {
      throw new Failure('CONFLICT', 'The server has shown another key since. Load the page anew.');
    }
    const options = row.options as Record<string, unknown>;
    const pinned = { ...options, host_key_fingerprint: fingerprint };
    await tx.destination.update({
      where: { id },
      data: {
        options: pinned as Prisma.InputJsonObject,
        version: row.version + 1,
        updatedAt: clock.now(),
      },
    });
    await forgetOffer(tx, id);
    // A test with another key, or one that this key stopped, says nothing of what is saved now.
    if (report && (report.hostKey?.fingerprint !== fingerprint || isOtherKey(report)))
      await forgetTest(tx, id);
    await audit(context, tx, 'destination.trust-host-key', id, {
      name: row.name,
      fields: ['host_key_fingerprint'],
      fingerprint,
    });
  });
}
