import type { MasterKey } from '#lib/vault/master-key.ts';
import { seal, unseal } from '#lib/vault/seal.ts';

/** It is a person's and of no team. */
const belongsTo = (userId: string) => ({ team: 'user', record: userId, field: 'totp' });

export function sealTotpSecret(master: MasterKey, userId: string, secret: string) {
  return new Uint8Array(seal(master, secret, belongsTo(userId)));
}

/** @throws Error when it was sealed for somebody else, by another key, or changed. */
export function openTotpSecret(master: MasterKey, userId: string, sealed: Uint8Array): string {
  return unseal(master, sealed, belongsTo(userId));
}
