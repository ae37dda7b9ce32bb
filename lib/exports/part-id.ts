import { createHash } from 'node:crypto';

/** The submission id of one place of a submission to several: the same UUID whenever it is asked for. */
export function partId(groupId: string, index: number): string {
  const bytes = createHash('sha256').update(`${groupId} ${index}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
