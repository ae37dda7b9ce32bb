export type RowErrors = Partial<Record<'key' | 'value', string>>;
export type ReadError = { message: string | undefined; rows: ReadonlyMap<number, RowErrors> };

const NONE: ReadError = { message: undefined, rows: new Map() };

/** The error of a field as react-hook-form nests it: its own message, and those of its rows. */
export function readFieldError(error: unknown): ReadError {
  if (typeof error !== 'object' || error === null) return NONE;
  const rows = new Map<number, RowErrors>();
  for (const [index, row] of Object.entries(error)) {
    if (!/^\d+$/.test(index) || typeof row !== 'object' || row === null) continue;
    const found: RowErrors = {};
    for (const part of ['key', 'value'] as const) {
      const message = messageOf((row as Record<string, unknown>)[part]);
      if (message !== undefined) found[part] = message;
    }
    if (Object.keys(found).length > 0) rows.set(Number(index), found);
  }
  return { message: messageOf(error), rows };
}

function messageOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  return typeof error.message === 'string' && error.message !== '' ? error.message : undefined;
}

/**
 * Where an error of the server stands in the form: `metadata.1.key` in its row, `metadata.colour`, which
 * names no row, at the field.
 */
export function formPath(wirePath: string): string {
  const [name = '', index, part] = wirePath.split('.');
  const inRow = /^\d+$/.test(index ?? '') && (part === 'key' || part === 'value');
  return inRow ? `fields.${name}.${index}.${part}` : `fields.${name}`;
}
