import { GcsError, invalid } from './gcs-error.ts';

/** https://cloud.google.com/storage/docs/json_api/v1/parameters */
const STANDARD = ['alt', 'fields', 'prettyPrint', 'quotaUser', 'userProject'];
const PRECONDITIONS = [
  'ifGenerationMatch',
  'ifGenerationNotMatch',
  'ifMetagenerationMatch',
  'ifMetagenerationNotMatch',
];

export const UPLOAD_QUERY = [
  ...[...STANDARD, ...PRECONDITIONS, 'uploadType', 'name', 'contentEncoding', 'kmsKeyName'],
  ...['predefinedAcl', 'projection'],
];
export const SESSION_QUERY = [...UPLOAD_QUERY, 'upload_id'];
export const OBJECT_QUERY = [...STANDARD, ...PRECONDITIONS, 'generation', 'projection'];
export const LIST_QUERY = [
  ...[...STANDARD, 'prefix', 'delimiter', 'maxResults', 'pageToken', 'projection', 'versions'],
  ...['startOffset', 'endOffset', 'includeTrailingDelimiter'],
];

/** The service passes over what it does not know; a typing error of ours is not to. @throws GcsError. */
export function checkQuery(query: URLSearchParams, known: readonly string[]): void {
  for (const name of new Set(query.keys())) {
    if (!known.includes(name)) {
      throw new GcsError(
        400,
        'invalidParameter',
        `Unknown name "${name}": Cannot bind query parameter.`,
        {
          location: { type: 'parameter', name },
        },
      );
    }
    if (query.getAll(name).length > 1) throw invalid(`The parameter ${name} is given twice.`);
  }
}

export type Preconditions = { match?: string; notMatch?: string };

/** @throws GcsError for what is no number, and for what this server does not do. */
export function readPreconditions(query: URLSearchParams): Preconditions {
  for (const name of ['ifMetagenerationMatch', 'ifMetagenerationNotMatch']) {
    if (query.has(name)) throw new GcsError(501, 'notImplemented', `${name} is not done here.`);
  }
  const read = (name: string): string | undefined => {
    const text = query.get(name);
    if (text === null) return undefined;
    if (!/^\d+$/.test(text)) throw invalid(`Invalid long value: '${text}'.`);
    return text;
  };
  const match = read('ifGenerationMatch');
  const notMatch = read('ifGenerationNotMatch');
  return { ...(match ? { match } : {}), ...(notMatch ? { notMatch } : {}) };
}
