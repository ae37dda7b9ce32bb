import type { ProbeReport } from '#lib/engine/probe/report.ts';
import { getOperation } from '#lib/operations/registry.ts';
import type { DestinationActor } from './context.ts';
import { mayEdit, mayUse } from './rights.ts';
import type { DestinationRow } from './types.ts';

/** What a row of the list needs, and nothing of what can be large. */
export const ROW_COLUMNS = {
  id: true,
  name: true,
  operation: true,
  options: true,
  ownerId: true,
  allowedRoles: true,
  colour: true,
  lastUsedAt: true,
  foundExpiry: true,
  givenExpiry: true,
  offeredHostKey: true,
  test: true,
  testedAt: true,
} as const;

type Row = {
  id: string;
  name: string;
  operation: string;
  options: unknown;
  ownerId: string | null;
  allowedRoles: string[];
  colour: string;
  lastUsedAt: Date | null;
  foundExpiry: Date | null;
  givenExpiry: Date | null;
  offeredHostKey: unknown;
  test: unknown;
  testedAt: Date | null;
};

export function describeRow(actor: DestinationActor, row: Row): DestinationRow {
  const report = row.test as ProbeReport | null;
  return {
    id: row.id,
    name: row.name,
    operation: row.operation,
    place: placeOf(row),
    shared: row.ownerId === null,
    colour: row.colour,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: soonest(row)?.toISOString() ?? null,
    test: report && (report.passed ? 'passed' : 'failed'),
    testedAt: row.testedAt?.toISOString() ?? null,
    keyOffered: row.offeredHostKey !== null,
    mayUse: mayUse(actor, row),
    mayEdit: mayEdit(actor, row),
  };
}

/** Where its files go, in words. */
export function placeOf({ operation, options }: { operation: string; options: unknown }): string {
  return getOperation(operation).describePlace?.(options as Record<string, unknown>) ?? '';
}

/** When its credentials end: the sooner of what they say and what a person entered. */
export function soonest({ foundExpiry, givenExpiry }: Pick<Row, 'foundExpiry' | 'givenExpiry'>) {
  if (!foundExpiry || !givenExpiry) return foundExpiry ?? givenExpiry;
  return foundExpiry < givenExpiry ? foundExpiry : givenExpiry;
}
