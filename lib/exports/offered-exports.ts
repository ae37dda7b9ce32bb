import { EXPORT_OPERATIONS } from '#lib/operations/registry.ts';

/** Titles of the export operations by id, whether a connection runs them or not: lists show the past. */
export function exportTitles(): Record<string, string> {
  return Object.fromEntries(EXPORT_OPERATIONS.map(({ id, title }) => [id, title]));
}
