import { createHash, randomBytes } from 'node:crypto';

/** A new API key. The prefix is for people and scanners that find it where it should not be. */
export const newApiKey = (): string => `slw_${randomBytes(24).toString('hex')}`;

/** What is kept of a key. */
export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex');
