import { createHash, randomBytes } from 'node:crypto';

/** What stands in the link: 32 random bytes. It is shown once and stored nowhere. */
export const createInvitationToken = (): string => randomBytes(32).toString('base64url');

/** SHA-256, hex. Tokens are random and long, so a slow hash would add nothing. */
export function hashInvitationToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
