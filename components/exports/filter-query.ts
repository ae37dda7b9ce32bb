import type { TaskStatus } from '#lib/client/types.ts';
import type { ExportFilter } from '#lib/exports/types.ts';

const STATUSES: readonly string[] = ['waiting', 'processing', 'finished', 'error'];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Nobody searches for more; the index is asked for each part. */
export const LONGEST_TEXT = 200;

/** The filter as it stands in the address of the list and of its polls. */
export function filterQuery(filter: ExportFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (filter.status) query.set('status', filter.status);
  if (filter.operation) query.set('operation', filter.operation);
  if (filter.person) query.set('person', filter.person);
  if (filter.text) query.set('q', filter.text);
  return query;
}

/** Reads an address. What is no filter is left out: an address may be old, or typed by hand. */
export function readFilter(get: (name: string) => string | null | undefined): ExportFilter {
  const status = get('status');
  const operation = get('operation');
  const person = get('person');
  const text = get('q')?.replaceAll('\0', '').trim().slice(0, LONGEST_TEXT);
  return {
    ...(status && STATUSES.includes(status) ? { status: status as TaskStatus } : {}),
    ...(operation && /^[a-z0-9/-]{1,100}$/.test(operation) ? { operation } : {}),
    ...(person && UUID.test(person) ? { person } : {}),
    ...(text ? { text } : {}),
  };
}

export const isFiltered = (filter: ExportFilter): boolean => filterQuery(filter).size > 0;
