import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { findKey, type MasterKey } from './master-key.ts';

/** What a sealed value belongs to. It opens for nothing else. */
export type SealedFor = { team: string; record: string; field: string };

/**
 * Layout: version (1), id of the master key (8), the data key under the master key (12 nonce, 16 tag,
 * 32 key), the value under the data key (12 nonce, 16 tag, rest). AES-256-GCM for both; a data key per
 * value, so that no key ever seals so much that a nonce could come twice.
 */
const VERSION = 1;
const HEADER = 9;
const BOX = 28;

function encrypt(key: Buffer, plain: Buffer, bound: Buffer): Buffer {
  const nonce = randomBytes(12);
  // As an object: of a key that is a Buffer, Node 24 makes one in a way that takes longer than the rest.
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce).setAAD(bound);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, box: Buffer, bound: Buffer): Buffer {
  const decipher = createDecipheriv(
    'aes-256-gcm',
    createSecretKey(key),
    box.subarray(0, 12),
  ).setAAD(bound);
  decipher.setAuthTag(box.subarray(12, BOX));
  return Buffer.concat([decipher.update(box.subarray(BOX)), decipher.final()]);
}

const boundTo = (header: Buffer, { team, record, field }: SealedFor): Buffer =>
  Buffer.concat([header, Buffer.from(JSON.stringify([team, record, field]))]);

/** Seals text so that only this master key opens it, and only for what it belongs to. */
export function seal(master: MasterKey, plain: string, belongs: SealedFor): Buffer {
  const header = Buffer.concat([Buffer.from([VERSION]), Buffer.from(master.id, 'hex')]);
  const bound = boundTo(header, belongs);
  const dataKey = randomBytes(32);
  return Buffer.concat([
    header,
    encrypt(master.bytes, dataKey, bound),
    encrypt(dataKey, Buffer.from(plain, 'utf8'), bound),
  ]);
}

/** The id of the master key that a sealed value was sealed under. */
const sealedUnder = (box: Buffer): string => box.subarray(1, HEADER).toString('hex');

/** @throws Error when anything was changed, or it was sealed for something else or by another key. */
export function unseal(master: MasterKey, sealed: Uint8Array, belongs: SealedFor): string {
  const box = Buffer.from(sealed);
  const wrapped = HEADER + BOX + 32;
  if (box.length < wrapped + BOX || box[0] !== VERSION) throw new Error('This is no sealed value.');
  const header = box.subarray(0, HEADER);
  const key = findKey(master, sealedUnder(box));
  if (!key)
    throw new Error(`Sealed under master key ${sealedUnder(box)}, but this one is ${master.id}.`);
  const bound = boundTo(header, belongs);
  const dataKey = decrypt(key.bytes, box.subarray(HEADER, wrapped), bound);
  return decrypt(dataKey, box.subarray(wrapped), bound).toString('utf8');
}
