import type { DestinationInput } from '#lib/destinations/destination-input.ts';
import type { DestinationDetail } from '#lib/destinations/types.ts';
import { formatBytes, parseBytes } from '#lib/ui/bytes.ts';

/** What the form holds beside the operation's own options. Sizes and dates are as they are typed. */
export type Settings = {
  name: string;
  shared: boolean;
  allowedRoles: DestinationInput['allowedRoles'];
  notes: string;
  colour: DestinationInput['colour'];
  prefix: string;
  fencePrefix: string;
  fenceBytes: string;
  givenExpiry: string;
  openFields: string[];
};

export function startSettings(detail: DestinationDetail | undefined, mayShare: boolean): Settings {
  return {
    name: detail?.name ?? '',
    shared: detail?.shared ?? mayShare,
    allowedRoles: (detail?.allowedRoles ?? []) as Settings['allowedRoles'],
    notes: detail?.notes ?? '',
    colour: (detail?.colour ?? 'grey') as Settings['colour'],
    prefix: detail?.prefix ?? '',
    fencePrefix: detail?.fencePrefix ?? '',
    fenceBytes: sizeText(detail?.fenceBytes ?? null),
    givenExpiry: detail?.givenExpiry ?? '',
    openFields: detail?.openFields ?? [],
  };
}

/** In the largest unit that loses nothing. */
function sizeText(bytes: number | null): string {
  if (bytes === null) return '';
  const short = formatBytes(bytes).replace('.0 ', ' ');
  return parseBytes(short) === bytes ? short : `${bytes}`;
}

/** What is sent, or the one thing that cannot be read here. */
export function readSettings(
  settings: Settings,
): { ok: true; sent: Omit<DestinationInput, 'operation' | 'options' | 'secrets'> } | { ok: false } {
  const { fenceBytes, givenExpiry, ...plain } = settings;
  const bytes = fenceBytes.trim() === '' ? null : parseBytes(fenceBytes);
  if (bytes === undefined) return { ok: false };
  return { ok: true, sent: { ...plain, fenceBytes: bytes, givenExpiry: givenExpiry || null } };
}

/** Of the secrets of an operation: what was typed replaces, what is kept stays, the rest is cleared. */
export function readSecrets(
  secretNames: readonly string[],
  options: Readonly<Record<string, unknown>>,
  kept: readonly string[],
): { options: Record<string, unknown>; secrets: DestinationInput['secrets'] } {
  const open = Object.fromEntries(
    Object.entries(options).filter(([name]) => !secretNames.includes(name)),
  );
  const secrets: DestinationInput['secrets'] = {};
  for (const name of secretNames) {
    const typed = options[name];
    if (typed !== undefined) secrets[name] = { replace: typed as string | Record<string, string> };
    else secrets[name] = kept.includes(name) ? { keep: true } : { clear: true };
  }
  return { options: open, secrets };
}
