import { Failure, isFailure } from '#lib/errors.ts';
import { findOperation } from '#lib/operations/registry.ts';
import { secretFields } from '#lib/operations/secrets.ts';
import { can } from '#lib/teams/permissions.ts';
import { openUnderPassphrase } from '#lib/vault/passphrase.ts';
import type { DestinationContext } from './context.ts';
import { createDestination } from './create-destination.ts';
import { DestinationFile, FiledDestination, FiledDestinations } from './destination-file.ts';

export type ImportedFile = {
  made: number;
  /** Of these, those that came without their secrets: they are left open. */
  withoutSecrets: number;
  refused: { name: string; message: string }[];
};

/**
 * Makes destinations of a file, each by itself: one that is wrong does not keep the others out. Secrets
 * that a file does not have are left open, for whoever exports to fill in, or for an edit.
 *
 * @throws Failure INVALID_DATA at `file` or `passphrase`.
 */
export async function importFile(
  context: DestinationContext,
  { file, passphrase }: { file: string; passphrase?: string | undefined },
): Promise<ImportedFile> {
  const entries = await readFile(file, passphrase);
  const mayShare = can(context.actor.role, 'destination.share');
  const result: ImportedFile = { made: 0, withoutSecrets: 0, refused: [] };
  for (const [index, entry] of entries.entries()) {
    const parsed = FiledDestination.safeParse(entry);
    if (!parsed.success) {
      const message = parsed.error.issues[0]?.message ?? 'It cannot be read.';
      result.refused.push({ name: nameOf(entry, index), message });
      continue;
    }
    const { secrets = {}, secretNames, ...plain } = parsed.data;
    const missing = missingOf(plain.operation, secretNames, secrets);
    try {
      await createDestination(
        context,
        {
          ...plain,
          shared: plain.shared && mayShare,
          openFields: [...plain.openFields, ...missing],
          secrets: Object.fromEntries(
            Object.entries(secrets).map(([name, value]) => [name, { replace: value }]),
          ),
        },
        'import',
      );
      result.made += 1;
      if (missing.length > 0) result.withoutSecrets += 1;
    } catch (error) {
      if (!isFailure(error)) throw error;
      const first = Object.values(error.fields ?? {})[0]?.[0];
      result.refused.push({ name: plain.name, message: first ?? error.message });
    }
  }
  return result;
}

async function readFile(text: string, passphrase: string | undefined): Promise<unknown[]> {
  const file = DestinationFile.safeParse(readJson(text));
  if (!file.success) throw wrong('file', 'This is no file of destinations, or not a whole one.');
  if ('destinations' in file.data) return file.data.destinations;
  if (!passphrase) throw wrong('passphrase', 'This file is sealed. Enter its passphrase.');
  const opened = await openUnderPassphrase(file.data.sealed, passphrase);
  if (opened === undefined)
    throw wrong('passphrase', 'This passphrase does not open the file, or the file was changed.');
  const entries = FiledDestinations.safeParse(readJson(opened));
  if (!entries.success) throw wrong('file', 'This is no file of destinations.');
  return entries.data;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function missingOf(id: string, names: readonly string[], given: Record<string, unknown>): string[] {
  const operation = findOperation(id);
  const known = operation ? secretFields(operation) : [];
  return names.filter((name) => known.includes(name) && given[name] === undefined);
}

const nameOf = (entry: unknown, index: number): string =>
  typeof entry === 'object' && entry !== null && 'name' in entry && typeof entry.name === 'string'
    ? entry.name.slice(0, 100)
    : `Number ${index + 1}`;

const wrong = (field: string, words: string) =>
  new Failure('INVALID_DATA', words, { fields: { [field]: [words] } });
