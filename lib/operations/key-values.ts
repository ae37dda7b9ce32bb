import type { KeyValueRow, KeyValueRules } from './field.ts';

export type ParsedKeyValues = { ok: true; rows: KeyValueRow[] } | { ok: false; message: string };

/**
 * Reads a pasted block: a JSON object of plain values, or lines of `Key: value` (also `key=value`,
 * and curl's `-H 'Key: value' \`). Empty lines and lines that start with `#` are passed over.
 */
export function parseKeyValues(text: string): ParsedKeyValues {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return parseJson(trimmed);
  const rows: KeyValueRow[] = [];
  for (const raw of trimmed.split(/\r\n?|\n/)) {
    const line = fromCurl(raw.trim());
    if (line === '' || line.startsWith('#')) continue;
    const at = separator(line);
    if (at < 1) return { ok: false, message: `This line is not “key: value”: ${shorten(line)}` };
    rows.push({ key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() });
  }
  return { ok: true, rows };
}

/** Whether pasted text is meant as rows rather than as one key. */
export function looksLikeKeyValues(text: string): boolean {
  const trimmed = text.trim();
  return (
    trimmed.startsWith('{') || /[\r\n]/.test(trimmed) || /^(-H\s|[^\s:=]+:\s+\S)/.test(trimmed)
  );
}

function parseJson(text: string): ParsedKeyValues {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, message: 'This starts like JSON but cannot be read as JSON.' };
  }
  const rows: KeyValueRow[] = [];
  for (const [key, held] of Object.entries(value as object)) {
    if (held === null) continue;
    if (typeof held === 'object') {
      return {
        ok: false,
        message: `“${shorten(key)}” holds more than one value; each key takes one text.`,
      };
    }
    rows.push({ key, value: String(held) });
  }
  return { ok: true, rows };
}

/** A colon wins, as in headers; `=` counts where no colon with a space after it, or none at all, is. */
function separator(line: string): number {
  const colon = line.indexOf(':');
  const equals = line.indexOf('=');
  if (colon < 0) return equals;
  if (equals >= 0 && equals < colon && line[colon + 1] !== ' ') return equals;
  return colon;
}

function fromCurl(line: string): string {
  const match = /^(?:-H|--header)[\s=]*(['"])(.*)\1\s*\\?$/.exec(line);
  return match ? (match[2] ?? '') : line;
}

const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

export type KeyValueIssue = { path: (string | number)[]; message: string };

/** Rows of the form as one object, and what is wrong with which row. Rows without text are passed over. */
export function readKeyValueRows(
  rows: readonly KeyValueRow[],
  rules: KeyValueRules & { label: string },
): { values: Record<string, string>; issues: KeyValueIssue[] } {
  const issues: KeyValueIssue[] = [];
  const entries = new Map<string, string>();
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const key = row.key.trim();
    const value = row.value.trim();
    if (key === '' && value === '') continue;
    const same = rules.caseless ? key.toLowerCase() : key;
    const wrongKey =
      key === ''
        ? `Give this value a ${rules.entry.key}.`
        : seen.has(same)
          ? `“${key}” is there twice.`
          : rules.checkKey?.(key);
    const wrongValue = rules.checkValue?.(value);
    if (wrongKey) issues.push({ path: [index, 'key'], message: wrongKey });
    if (wrongValue) issues.push({ path: [index, 'value'], message: wrongValue });
    seen.add(same);
    entries.set(key, value);
  }
  if (rules.maxRows !== undefined && entries.size > rules.maxRows) {
    issues.push({ path: [], message: `${rules.label} can have ${rules.maxRows} entries at most.` });
  }
  return { values: Object.fromEntries(entries), issues };
}
