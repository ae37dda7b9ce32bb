import { Failure } from '#lib/errors.ts';

/** Bytes of names and values in all. */
const MOST_METADATA = 8 << 10;

/**
 * Metadata as headers. Azure takes names of C# identifiers, and what headers can carry: other text it
 * refuses, or stores as something else.
 * https://learn.microsoft.com/rest/api/storageservices/setting-and-retrieving-properties-and-metadata-for-blob-resources
 * @param given the wire's object. @throws Failure INVALID_DATA at `metadata`.
 */
export function metadataHeaders(given: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  let bytes = 0;
  for (const [key, held] of Object.entries(given ?? {})) {
    const name = key.trim().replace(/^(?:x-ms-meta-)+/i, '');
    const value = String(held).trim();
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw invalid(
        'metadata',
        `“${key}” cannot be a metadata key on Azure: one has only letters of the English alphabet, digits and underscores, and starts with no digit. Rename it.`,
      );
    }
    if (!isPrintable(value)) {
      throw invalid(
        'metadata',
        `The value of the metadata key “${key}” has characters that Azure cannot keep: only ASCII without line breaks. Change it, or encode it first, in Base64 for example.`,
      );
    }
    const header = `x-ms-meta-${name}`;
    const same = Object.keys(headers).find((one) => one.toLowerCase() === header.toLowerCase());
    if (same) {
      throw invalid(
        'metadata',
        `The metadata key “${name}” is there twice: Azure takes capital and small letters for the same.`,
      );
    }
    bytes += name.length + value.length;
    headers[header] = value;
  }
  if (bytes > MOST_METADATA) {
    throw invalid(
      'metadata',
      `The metadata has ${bytes.toLocaleString('en')} bytes; Azure takes 8 KB of keys and values in all. Shorten it.`,
    );
  }
  return headers;
}

/** Field of the form to header, for what Azure keeps with a blob. */
const CONTENT_HEADERS = {
  content_type: 'x-ms-blob-content-type',
  content_disposition: 'x-ms-blob-content-disposition',
  content_encoding: 'x-ms-blob-content-encoding',
  content_language: 'x-ms-blob-content-language',
  cache_control: 'x-ms-blob-cache-control',
  access_tier: 'x-ms-access-tier',
} as const;

/** The field of the form that a header comes from. */
export function findHeaderField(header: string): string | undefined {
  const name = header.toLowerCase();
  if (name.startsWith('x-ms-meta-')) return 'metadata';
  return Object.entries(CONTENT_HEADERS).find(([, one]) => one === name)?.[0];
}

/** @throws Failure INVALID_DATA at the field whose value no header can carry. */
export function contentHeaders(text: (field: string) => string | undefined) {
  const headers: Record<string, string> = {};
  for (const [field, header] of Object.entries(CONTENT_HEADERS)) {
    const value = text(field)?.trim();
    if (!value) continue;
    if (!isPrintable(value)) {
      throw invalid(
        field,
        `The ${field.replace('_', ' ')} “${value}” has characters that cannot be sent to Azure: only ASCII without line breaks. Change it.`,
      );
    }
    headers[header] = value;
  }
  return headers;
}

const isPrintable = (value: string): boolean => /^[\t\x20-\x7e]*$/.test(value);

const invalid = (field: string, words: string): Failure =>
  new Failure('INVALID_DATA', words, { fields: { [field]: [words] } });
