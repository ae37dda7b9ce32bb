import { randomBytes } from 'node:crypto';
import { deriveKey, type MasterKey } from './master-key.ts';
import { seal, unseal } from './seal.ts';

type Signer = { id: string; teamId: string };

const boundTo = ({ id, teamId }: Signer) => ({
  team: teamId,
  record: id,
  field: 'signing_secret',
});

/** A new signing secret: as its owner sees it once, and as the row of `signer` keeps it. */
export function newSigningSecret(
  master: MasterKey,
  signer: Signer,
): { secret: string; sealed: Uint8Array<ArrayBuffer> } {
  const secret = randomBytes(24).toString('hex');
  return { secret, sealed: new Uint8Array(seal(master, secret, boundTo(signer))) };
}

/** @throws Error when the row was changed, or belongs to another signer or master key. */
export function openSigningSecret(
  master: MasterKey,
  signer: Signer & { secret: Uint8Array },
): string {
  return unseal(master, signer.secret, boundTo(signer));
}

/**
 * What events are signed with that go to the `webhook_url` of a job, which has no secret of its own:
 * one for each team, the same for as long as the master key is.
 */
export function jobSigningSecret(master: MasterKey, teamId: string): string {
  return deriveKey(master, `webhook_url of team ${teamId}`).subarray(0, 24).toString('hex');
}
