import { findPresigned } from '#lib/operations/presigned.ts';
import { readSasDate, readSasPairs } from '#lib/operations/sas-pairs.ts';

export type Expiry = {
  at: Date;
  /** What ends, for a sentence: “SAS token”, “presigned URL of S3”. */
  from: string;
};

/**
 * When the credentials in an operation's options end, as far as they say so themselves. Keys and
 * passwords do not, and neither do session tokens of AWS: what stands in those only AWS can read.
 * @param operation its id. @param options in wire names, secrets among them.
 */
export function findExpiry(
  operation: string,
  options: Readonly<Record<string, unknown>>,
): Expiry | undefined {
  switch (operation) {
    case 'export/azure/blob':
      return findSasExpiry(options.sas_token);
    case 'export/upload':
      return findUrlExpiry(options.url);
    default:
      return undefined;
  }
}

function findSasExpiry(token: unknown): Expiry | undefined {
  if (typeof token !== 'string') return undefined;
  const end = readSasPairs(token).find(([name]) => name.toLowerCase() === 'se')?.[1];
  const at = readSasDate(end);
  return at && { at, from: 'SAS token' };
}

function findUrlExpiry(address: unknown): Expiry | undefined {
  const url = typeof address === 'string' ? URL.parse(address) : null;
  const signed = url && findPresigned(url);
  return signed?.until
    ? { at: signed.until, from: `presigned URL of ${signed.service}` }
    : undefined;
}
