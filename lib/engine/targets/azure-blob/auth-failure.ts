import { describeSkew, MOST_SKEW } from './clock-skew.ts';
import type { About, Meaning } from './meaning.ts';
import type { SasToken } from './sas-token.ts';
import type { Settings } from './settings.ts';

/**
 * Why the service did not let us in: it says little, and what the token says of itself tells the rest.
 * Azure answers AuthorizationFailure where a firewall is in the way, Azurite where the key is wrong.
 */
export function explainAuth(about: About): Meaning {
  const { settings, refusal } = about;
  const { sas } = settings.credential;
  const meaning = sas ? explainSas(about, sas) : explainKey(about);
  if (meaning) return meaning;
  const { account, container } = settings;
  if (refusal.code === 'AuthorizationFailure' && !isUnauthenticated(about)) {
    return {
      code: 'TARGET_DENIED',
      words: `Storage account \`${account}\` does not let this server write to container \`${container}\`. Its firewall may refuse this server’s address: allow it under “Networking” of the storage account.`,
      field: 'storage_account',
    };
  }
  if (sas) {
    return refuseToken(
      `Storage account \`${account}\` refused the SAS token: its signature is not valid for container \`${container}\`. Copy the token whole, and make sure that it is for this account and container and that the key it was signed with was not renewed since.`,
    );
  }
  return {
    code: 'TARGET_AUTH_FAILED',
    words: `The access key does not belong to storage account \`${account}\`. Copy it anew from “Access keys” of the account; it may have been renewed.`,
    field: 'storage_access_key',
  };
}

/** Whether it is the signature, and not what may be done with it. */
const isUnauthenticated = ({ refusal }: About): boolean =>
  /authenticat|signature/i.test(`${refusal.message} ${refusal.authDetail}`);

function explainKey({ settings, refusal, now }: About): Meaning | undefined {
  const { account, host } = settings;
  const skew = refusal.date ? now.getTime() - refusal.date.getTime() : 0;
  if (/date header|too old|clock/i.test(refusal.authDetail) || Math.abs(skew) > MOST_SKEW) {
    return {
      code: 'TARGET_AUTH_FAILED',
      words: `${host} refused the signature because the clock of this server is ${describeSkew(skew)}. Set the clock of this server (NTP), then try again.`,
    };
  }
  if (refusal.code === 'KeyBasedAuthenticationNotPermitted') {
    return {
      code: 'TARGET_DENIED',
      words: `Storage account \`${account}\` has access keys turned off. Use a SAS token that is signed with a user delegation key, or allow key access in the account’s configuration.`,
      field: 'storage_access_key',
    };
  }
  return undefined;
}

function explainSas({ settings, refusal, name, now }: About, sas: SasToken): Meaning | undefined {
  if (refusal.code === 'AuthorizationSourceIPMismatch') {
    return denied(
      `The SAS token may be used from ${sas.addresses ?? 'other addresses'} only, and this server has another address. Make a token that allows this one.`,
    );
  }
  return (
    explainToken(settings, sas, refusal.date ?? now) ??
    explainPermissions({ refusal, name }, sas, settings.container)
  );
}

/**
 * What a token says of itself that keeps it from storing anything.
 * @param here the service's time, or ours as long as that is not known.
 */
export function explainToken(
  { account, container, host, endpoint }: Settings,
  sas: SasToken,
  here: Date,
): Meaning | undefined {
  if (sas.expires && sas.expires < here) {
    return refuseToken(
      `The SAS token for storage account \`${account}\` expired on ${spoken(sas.expires)}. Make a new one and enter it.`,
    );
  }
  if (sas.starts && sas.starts > here) {
    return refuseToken(
      `The SAS token for storage account \`${account}\` is not valid before ${spoken(sas.starts)}. Wait until then, or make one that begins earlier.`,
    );
  }
  if (sas.httpsOnly && endpoint.protocol === 'http:') {
    return denied(
      `The SAS token is for https only, and the endpoint ${host} is reached over http. Change the endpoint to https://.`,
      'endpoint',
    );
  }
  if (sas.services && !sas.services.includes('b')) {
    return denied(
      'The SAS token does not open the Blob service. Make one that does (ss has `b` in it).',
    );
  }
  if (sas.resourceTypes && !sas.resourceTypes.includes('o')) {
    return denied(
      'The SAS token does not open single blobs. Make one for the resource type Object (srt has `o` in it).',
    );
  }
  if (sas.permissions !== undefined && !/[cw]/.test(sas.permissions)) {
    return denied(
      `The SAS token may not write to container \`${container}\` (it has \`sp=${sas.permissions}\`). It needs the permissions create and write (\`sp=cw\`).`,
    );
  }
  return undefined;
}

function explainPermissions(
  { refusal, name }: Pick<About, 'refusal' | 'name'>,
  { permissions, resource }: SasToken,
  container: string,
): Meaning | undefined {
  const allowed = permissions === undefined ? '' : ` (it has \`sp=${permissions}\`)`;
  const mayWrite = permissions === undefined || permissions.includes('w');
  const isAboutRights =
    /Permission|InsufficientAccount|ResourceType|UnauthorizedBlobOverwrite/.test(refusal.code);
  if (!isAboutRights) return undefined;
  if (!mayWrite) {
    return denied(
      `The SAS token may create blobs in container \`${container}\` but not write to them${allowed}, which “${name}” needs: it is there already, or is sent in blocks. It needs the permission write (\`w\`) as well.`,
    );
  }
  if (resource === 'b') {
    return denied(
      `The SAS token is for one blob only, which is not “${name}”. Make one for container \`${container}\` (\`sr=c\`).`,
    );
  }
  return denied(
    `The SAS token may not write “${name}” to container \`${container}\`${allowed}. It needs the permissions create and write, in the token or in the access policy that it names.`,
  );
}

const refuseToken = (words: string): Meaning => ({
  code: 'TARGET_AUTH_FAILED',
  words,
  field: 'sas_token',
});

const denied = (words: string, field = 'sas_token'): Meaning => ({
  code: 'TARGET_DENIED',
  words,
  field,
});

/** "2026-11-26 08:00 UTC". */
export const spoken = (date: Date): string =>
  `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
