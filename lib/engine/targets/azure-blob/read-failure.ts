import { Failure } from '#lib/errors.ts';
import { describeAzureFailure } from './describe-failure.ts';
import { Refusal } from './refusal.ts';

type Reader = Parameters<typeof describeAzureFailure>[1];

/**
 * What was thrown while blobs were read or listed. What is not known comes back as it is.
 * @param name of the blob, or the prefix. @param what is done to it.
 */
export function describeReading(
  error: unknown,
  context: Reader,
  name: string,
  what: 'read' | 'list',
): unknown {
  if (!(error instanceof Refusal)) return describeAzureFailure(error, context, name);
  const { account, container } = context.settings;
  const say = (code: 'SOURCE_FAILED' | 'TARGET_DENIED', field: string, words: string) =>
    new Failure(code, words, { fields: { [field]: [words] }, detail: error.detail, cause: error });
  if (error.status === 404 && error.code !== 'ContainerNotFound' && !error.isForeign) {
    const words = `There is no blob “${name}” in container \`${container}\` of storage account \`${account}\`. Check its name: capital letters and folders count.`;
    if (what === 'read') return say('SOURCE_FAILED', 'blob', words);
  }
  if (error.code === 'BlobArchived' || error.code === 'BlobBeingRehydrated') {
    const words = `“${name}” in container \`${container}\` is archived. Bring it back to an online tier, then import it.`;
    return say('SOURCE_FAILED', 'blob', words);
  }
  return explainToken(error, context, what, say) ?? describeAzureFailure(error, context, name);
}

type Say = (code: 'TARGET_DENIED', field: string, words: string) => Failure;

/** What a token lacks for reading: the table of deliveries speaks of writing. */
function explainToken(
  refusal: Refusal,
  { settings, clock }: Reader,
  what: 'read' | 'list',
  say: Say,
): Failure | undefined {
  const { sas } = settings.credential;
  if (refusal.status !== 403) return undefined;
  const now = refusal.date ?? clock.now();
  const isOver = sas && ((sas.expires && sas.expires < now) || (sas.starts && sas.starts > now));
  if (isOver) return undefined;
  const letter = what === 'read' ? 'r' : 'l';
  const { account, container } = settings;
  const lacks = sas?.permissions !== undefined && !sas.permissions.includes(letter);
  if (lacks || /Permission|ResourceType/.test(refusal.code)) {
    const has = sas?.permissions === undefined ? '' : ` (it has \`sp=${sas.permissions}\`)`;
    const words = `The SAS token may not ${what} blobs of container \`${container}\`${has}. It needs the permission ${what} (\`${letter}\`).`;
    if (sas) return say('TARGET_DENIED', 'sas_token', words);
  }
  const isSignature = /authenticat|signature/i.test(`${refusal.message} ${refusal.authDetail}`);
  if (refusal.code === 'AuthorizationFailure' && !isSignature) {
    const words = `Storage account \`${account}\` does not let this server read container \`${container}\`. Its firewall may refuse this server’s address: allow it under “Networking” of the storage account.`;
    return say('TARGET_DENIED', 'storage_account', words);
  }
  return undefined;
}
