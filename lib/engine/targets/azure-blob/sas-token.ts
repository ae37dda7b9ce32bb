import { Failure } from '#lib/errors.ts';
import { readSasDate, readSasPairs } from '#lib/operations/sas-pairs.ts';

/** What stands in a SAS token. Holds the signature: never log it. */
export type SasToken = {
  /** As it goes behind the question mark. */
  query: string;
  /**
   * Letters of `sp`; undefined when an access policy of the container says them (`si`).
   * https://learn.microsoft.com/rest/api/storageservices/create-service-sas#permissions-for-a-directory-container-or-blob
   */
  permissions: string | undefined;
  starts: Date | undefined;
  expires: Date | undefined;
  /** Of an account SAS: services and types of resources that it opens. */
  services: string | undefined;
  resourceTypes: string | undefined;
  /** Of a service SAS: `c` a container, `b` one blob, `d` a folder. */
  resource: string | undefined;
  /** Addresses it may come from. */
  addresses: string | undefined;
  httpsOnly: boolean;
};

/**
 * Reads a token, with or without `?`, or the whole URL that it came in.
 * @throws Failure TARGET_AUTH_FAILED at `sas_token`.
 */
export function readSasToken(text: string): SasToken {
  const pairs = readSasPairs(text);
  const get = (name: string) => pairs.find(([key]) => key.toLowerCase() === name)?.[1] || undefined;
  if (!get('sig')) {
    const words =
      'The SAS token is incomplete: it has no signature (`sig=…`). Copy the whole token, as in `sv=…&sp=…&sig=…`.';
    throw new Failure('TARGET_AUTH_FAILED', words, { fields: { sas_token: [words] } });
  }
  return {
    query: pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&'),
    permissions: get('sp') ?? (get('si') ? undefined : ''),
    starts: readSasDate(get('st')),
    expires: readSasDate(get('se')),
    services: get('ss'),
    resourceTypes: get('srt'),
    resource: get('sr'),
    addresses: get('sip'),
    httpsOnly: get('spr') === 'https',
  };
}
