import type { Prisma } from '#lib/db/generated/client.ts';
import { Failure } from '#lib/errors.ts';
import { changedPlace } from '#lib/operations/place.ts';
import { audit } from './audit.ts';
import { type CheckedDestination, checkDestination } from './check-destination.ts';
import type { DestinationContext } from './context.ts';
import { columnsOf, refuseSharing } from './create-destination.ts';
import type { DestinationInput } from './destination-input.ts';
import { type DestinationRecord, getEditable } from './find-destination.ts';
import { findExpiry } from './find-expiry.ts';
import { forgetOffer, forgetTest } from './forget.ts';
import { searchTextOf } from './search-text.ts';
import { openSecrets, writeSecrets } from './secrets.ts';

export type DestinationUpdate = DestinationInput & { id: string; version: number };

/**
 * Changes a destination. Tasks that run keep what they were given; the next use has the new.
 *
 * @returns the version it has now.
 * @throws Failure NOT_FOUND, FORBIDDEN, INVALID_DATA with `fields`, and CONFLICT when somebody else
 * changed it since `version` was read.
 */
export async function updateDestination(
  context: DestinationContext,
  input: DestinationUpdate,
): Promise<{ version: number }> {
  const { prisma, clock, actor } = context;
  const { id, version } = input;
  return prisma.$transaction(async (tx) => {
    const row = await getEditable(tx, actor, id);
    if (row.version !== version) throw overtaken();
    // Taking one out of the team is as much as putting one in.
    if (input.shared !== (row.ownerId === null)) refuseSharing(actor, true);
    const before = describeBefore(row);
    const checked = checkDestination(input, before);
    const { operation, options, replaced } = checked;
    const columns = columnsOf(input, row.ownerId ?? actor.userId);
    const cleared = before.secrets.filter(
      (name) => !checked.kept.includes(name) && replaced[name] === undefined,
    );
    const fields = changedColumns(row, { ...columns, openFields: checked.openFields });
    const changed = changedOptions(before.options, options);
    const secrets = [...Object.keys(replaced), ...cleared];
    if (fields.length + changed.length + secrets.length === 0) return { version };

    const { count } = await tx.destination.updateMany({
      where: { id, version },
      data: {
        ...columns,
        openFields: checked.openFields,
        options: options as Prisma.InputJsonObject,
        ...(secrets.length > 0 ? { foundExpiry: expiryOf(context, row, checked) } : {}),
        searchText: searchTextOf(operation, { ...input, options }),
        version: version + 1,
        updatedAt: clock.now(),
      },
    });
    if (count === 0) throw overtaken();
    if (changed.length + secrets.length > 0) await forgetTest(tx, id);
    if (changedPlace(operation, before.options, options).length > 0) await forgetOffer(tx, id);
    await tx.destinationSecret.deleteMany({ where: { destinationId: id, field: { in: cleared } } });
    await writeSecrets(context, tx, id, operation, replaced, options);
    await audit(context, tx, 'destination.update', id, {
      name: columns.name,
      fields: [...fields, ...changed],
      ...(secrets.length > 0 ? { secrets } : {}),
    });
    return { version: version + 1 };
  });
}

export const describeBefore = (row: DestinationRecord) => ({
  operation: row.operation,
  options: row.options as Record<string, unknown>,
  secrets: row.secrets.map(({ field }) => field),
});

/** Whether what was checked would deliver otherwise than what is saved. */
export function differs(row: DestinationRecord, checked: CheckedDestination): boolean {
  const { options, secrets } = describeBefore(row);
  return (
    changedOptions(options, checked.options).length > 0 ||
    Object.keys(checked.replaced).length > 0 ||
    secrets.some((name) => !checked.kept.includes(name))
  );
}

function expiryOf(
  context: DestinationContext,
  row: DestinationRecord,
  checked: CheckedDestination,
) {
  const { kept, options, replaced } = checked;
  const secrets = row.secrets.filter(({ field }) => kept.includes(field));
  const opened = openSecrets(context.master, { ...row, secrets });
  return findExpiry(row.operation, { ...options, ...opened, ...replaced })?.at ?? null;
}

function changedColumns(row: DestinationRecord, next: Record<string, unknown>): string[] {
  const was: Record<string, unknown> = row;
  return Object.keys(next).filter((name) => textOf(was[name]) !== textOf(next[name]));
}

function changedOptions(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => textOf(before[name]) !== textOf(after[name]));
}

/** The same for the same value, whatever the order of its keys: the database has its own. */
function textOf(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, held) => {
    if (typeof held === 'bigint') return `${held}`;
    if (held === null || typeof held !== 'object' || Array.isArray(held)) return held;
    return Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const overtaken = () =>
  new Failure(
    'CONFLICT',
    'Somebody else changed this destination meanwhile. Load the page anew to see how it is now; what you typed is lost then, so copy what you need.',
  );
