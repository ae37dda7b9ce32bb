import { Failure, type FieldErrors } from '#lib/errors.ts';
import { fieldsOfOption } from '#lib/operations/choice.ts';
import { formValues } from '#lib/operations/form-schema.ts';
import { getField, type Operation } from '#lib/operations/operation.ts';
import { partialOperation } from '#lib/operations/partial.ts';
import { changedPlace, placeFields } from '#lib/operations/place.ts';
import { checkPrefix, leavesFolder } from '#lib/operations/prefix.ts';
import { findOperation } from '#lib/operations/registry.ts';
import { secretFields, withoutSecrets } from '#lib/operations/secrets.ts';
import type { DestinationInput } from './destination-input.ts';

/** What a destination is before it is changed. */
export type Before = {
  operation: string;
  options: Readonly<Record<string, unknown>>;
  /** Names of its stored secrets. */
  secrets: readonly string[];
};

export type CheckedDestination = {
  operation: Operation;
  /** In wire names and types, without secrets. */
  options: Record<string, unknown>;
  /** Secrets to be sealed, by wire name. */
  replaced: Record<string, unknown>;
  /** Names of stored secrets that stay. */
  kept: string[];
  openFields: string[];
};

type Given = Pick<
  DestinationInput,
  'operation' | 'options' | 'secrets' | 'openFields' | 'prefix' | 'fencePrefix'
>;

/**
 * Checks what a destination is to be, as strictly as the form does. Fields that are left open may be empty.
 *
 * @throws Failure INVALID_DATA with `fields`: options by wire name, the rest by their own.
 */
export function checkDestination(given: Given, before?: Before): CheckedDestination {
  const operation = findOperation(before?.operation ?? given.operation);
  if (operation?.kind !== 'export' || !operation.describePlace) {
    throw invalid({ operation: ['Destinations cannot be made for this operation.'] });
  }
  const names = Object.keys(operation.fields);
  const openFields = names.filter((name) => given.openFields.includes(name));
  const secrets = secretFields(operation);
  const changes = given.secrets;
  const replaced = Object.fromEntries(
    secrets.flatMap((name) => {
      const change = changes[name];
      return change && 'replace' in change ? [[name, change.replace]] : [];
    }),
  );
  const stored = before?.secrets ?? [];
  const kept = secrets.filter((name) => {
    const change = changes[name];
    return change && 'keep' in change && stored.includes(name);
  });
  const whole = parse(
    operation,
    { ...plain(operation, given.options), ...replaced },
    kept,
    openFields,
  );
  const options = withoutSecrets(operation, whole);
  // Of a kept secret the part that may be shown stays, too.
  for (const name of kept)
    if (before?.options[name] !== undefined) options[name] = before.options[name];
  const sealing = Object.fromEntries(
    secrets.flatMap((name) => (whole[name] === undefined ? [] : [[name, whole[name]]])),
  );
  if (before) refuseMoved(operation, before.options, options, kept);
  refuseOpenPlace(operation, openFields, [...kept, ...Object.keys(sealing)]);
  refusePrefixes(operation, given);
  return { operation, options, replaced: sealing, kept, openFields };
}

/** Secrets come in a place of their own: one among the options is not meant to be there. */
function plain(operation: Operation, options: Readonly<Record<string, unknown>>) {
  const secret = secretFields(operation);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !secret.includes(name)));
}

function parse(
  operation: Operation,
  options: Record<string, unknown>,
  kept: readonly string[],
  openFields: readonly string[],
): Record<string, unknown> {
  const given = { ...Object.fromEntries(kept.map((name) => [name, true])), ...options };
  const values = formValues(operation, options);
  const { choices } = formValues({ ...operation, fields: {} }, given);
  // Where nothing is filled in, an option that is left open is the one that is meant.
  for (const choice of operation.choices) {
    const ways = choice.options.flatMap(fieldsOfOption);
    if (ways.some((name) => given[name] !== undefined && given[name] !== '')) continue;
    const open = choice.options.find(
      ({ fields }) => fields.length > 0 && fields.every((name) => openFields.includes(name)),
    );
    if (open && choice.required) choices[choice.id] = open.id;
  }
  const form = partialOperation(operation, { stored: kept, later: openFields }).form;
  const parsed = form.safeParse({ fields: values.fields, choices });
  if (parsed.success) return parsed.data;
  const fields: FieldErrors = {};
  for (const { path, message } of parsed.error.issues) {
    const name = path.map(String).slice(1).join('.');
    fields[name] = [...(fields[name] ?? []), message];
  }
  throw invalid(fields);
}

/** So that nobody with the right to edit can send a stored secret to a server of their own. */
export function refuseMoved(
  operation: Operation,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  kept: readonly string[],
): void {
  const moved = changedPlace(operation, before, after);
  if (moved.length === 0 || kept.length === 0) return;
  const what = labels(operation, moved);
  throw invalid(
    Object.fromEntries(
      kept.map((name) => {
        const label = getField(operation, name).meta.label;
        return [name, [`${label} has to be given anew, since this changed: ${what}.`]];
      }),
    ),
  );
}

function refuseOpenPlace(
  operation: Operation,
  openFields: readonly string[],
  secrets: readonly string[],
): void {
  const places = placeFields(operation).filter((name) => openFields.includes(name));
  if (places.length === 0 || secrets.length === 0) return;
  throw invalid({
    openFields: [
      `Stored secrets go to one place only, so these cannot be left open beside them: ${labels(operation, places)}.`,
    ],
  });
}

function refusePrefixes(operation: Operation, { prefix, fencePrefix }: Given): void {
  const hasNames = Object.keys(operation.naming).length > 0;
  const none = `${operation.title} gives no names, so it takes no prefix.`;
  const fields: FieldErrors = {};
  const wrong = prefix && (hasNames ? checkPrefix(prefix) : none);
  if (wrong) fields.prefix = [wrong];
  if (fencePrefix && !hasNames) fields.fencePrefix = [none];
  else if (fencePrefix && leavesFolder(fencePrefix))
    fields.fencePrefix = ['The allowed prefix cannot contain “.” or “..” as a folder.'];
  if (Object.keys(fields).length > 0) throw invalid(fields);
}

const labels = (operation: Operation, names: readonly string[]): string =>
  names.map((name) => getField(operation, name).meta.label).join(', ');

const invalid = (fields: FieldErrors) => new Failure('INVALID_DATA', undefined, { fields });
