import { invalid, required } from './gcs-error.ts';

/** What an upload says about its object. */
export type Metadata = {
  name: string;
  contentType?: string;
  contentDisposition?: string;
  contentEncoding?: string;
  contentLanguage?: string;
  cacheControl?: string;
  storageClass?: string;
  md5Hash?: string;
  crc32c?: string;
  metadata?: Record<string, string>;
};

/** Properties of an object resource that may be written; of them, those that this server keeps. */
const WRITABLE = [
  ...['name', 'contentType', 'contentDisposition', 'contentEncoding', 'contentLanguage'],
  ...['cacheControl', 'storageClass', 'md5Hash', 'crc32c'],
] as const;
const STORAGE_CLASSES = ['STANDARD', 'NEARLINE', 'COLDLINE', 'ARCHIVE'];
/** Bytes. https://cloud.google.com/storage/quotas#objects */
const MOST_METADATA = 8 << 10;

/**
 * Reads the object resource of an upload.
 * @param query may hold the name as well. @throws GcsError for anything that Google might not take.
 */
export function readMetadata(json: string, query: URLSearchParams, bucket: string): Metadata {
  let value: unknown;
  try {
    value = json.trim() === '' ? {} : JSON.parse(json);
  } catch {
    throw invalid('Parse Error');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('Parse Error');
  const given = value as Record<string, unknown>;
  const kept: Record<string, string> = {};
  for (const [key, held] of Object.entries(given)) {
    if (key === 'metadata') continue;
    if (key === 'bucket') {
      if (held !== bucket) throw invalid(`The bucket of the resource is not "${bucket}".`);
      continue;
    }
    if (!WRITABLE.includes(key as (typeof WRITABLE)[number])) {
      throw invalid(`Invalid JSON payload received. Unknown name "${key}": Cannot find field.`);
    }
    if (typeof held !== 'string') throw invalid(`Invalid value for: ${key} is not a string.`);
    kept[key] = held;
  }
  const name = nameOf(kept.name, query.get('name') ?? undefined);
  const { storageClass } = kept;
  if (storageClass !== undefined && !STORAGE_CLASSES.includes(storageClass)) {
    throw invalid(`Invalid argument: storage class "${storageClass}".`);
  }
  checkHash('crc32c', kept.crc32c, 4);
  checkHash('md5Hash', kept.md5Hash, 16);
  const metadata = readCustom(given.metadata);
  return { ...kept, name, ...(metadata ? { metadata } : {}) };
}

function nameOf(inBody: string | undefined, inQuery: string | undefined): string {
  if (inBody !== undefined && inQuery !== undefined && inBody !== inQuery) {
    throw invalid('Value of the name in the resource and in the query differ.');
  }
  const name = inQuery ?? inBody;
  if (name === undefined || name === '') throw required('Required parameter: name');
  checkName(name);
  return name;
}

/** https://cloud.google.com/storage/docs/objects#naming @throws GcsError. */
export function checkName(name: string): void {
  const refused =
    Buffer.byteLength(name) > 1024 ||
    !name.isWellFormed() ||
    /[\r\n]/.test(name) ||
    name === '.' ||
    name === '..' ||
    name.startsWith('.well-known/acme-challenge/');
  if (refused) throw invalid(`Invalid object name: '${name.slice(0, 100)}'`);
}

/** @throws GcsError for what is no Base64 of so many bytes. */
export function checkHash(field: string, text: string | undefined, bytes: number): void {
  if (text === undefined) return;
  const decoded = Buffer.from(text, 'base64');
  if (decoded.length !== bytes || decoded.toString('base64') !== text) {
    throw invalid(`Invalid value for ${field}: "${text}"`);
  }
}

function readCustom(value: unknown): Record<string, string> | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('Invalid value for: metadata is not an object.');
  }
  const pairs = Object.entries(value as Record<string, unknown>);
  let bytes = 0;
  for (const [key, held] of pairs) {
    if (typeof held !== 'string')
      throw invalid(`Invalid value for: metadata.${key} is not a string.`);
    // They travel as headers when the object is read.
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(key)) throw invalid(`Invalid metadata key: ${key}`);
    bytes += Buffer.byteLength(key) + Buffer.byteLength(held);
  }
  if (bytes > MOST_METADATA) {
    throw invalid('The metadata for your object is too large. The size limit is 8 KiB.');
  }
  return Object.fromEntries(pairs) as Record<string, string>;
}
