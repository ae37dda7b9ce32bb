import type { AuditFilter } from '#lib/audit/audit-filter.ts';

/** The filter as it stands in the address of the page and of its CSV. */
export function auditQuery(filter: AuditFilter, cursor?: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, cursor }))
    if (value) query.set(name, value);
  return query.size > 0 ? `?${query}` : '';
}
