import type { Operation } from './operation.ts';

type Declared = Pick<Operation, 'fields'>;

/** Names of the fields that are sealed at rest and never shown. */
export function secretFields(operation: Declared): string[] {
  return Object.entries(operation.fields)
    .filter(([, field]) => field.meta.secret)
    .map(([name]) => name);
}

/**
 * Options that may be shown, logged and stored openly: secrets left out, or cut down to the part
 * that is none (a URL without its query). What the operation does not declare is left out too,
 * since nobody knows what it is; only `input` passes.
 */
export function withoutSecrets(
  operation: Declared,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const open: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    const field = Object.hasOwn(operation.fields, name) ? operation.fields[name] : undefined;
    if (name === 'input') open[name] = value;
    else if (field && !field.meta.secret) open[name] = value;
    else if (field?.redact) {
      const shown = field.redact(value);
      if (shown !== undefined) open[name] = shown;
    }
  }
  return open;
}

/** A URL without what may be a key to it: user, query, fragment. Undefined when it is no URL. */
export function withoutQuery(value: unknown): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  return url.origin === 'null' ? undefined : url.origin + url.pathname;
}
