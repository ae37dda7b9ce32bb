import {
  createCipheriv,
  createDecipheriv,
  randomBytes,
  type ScryptOptions,
  scrypt,
} from 'node:crypto';
import { z } from 'zod';

/** 128 MB and about half a second for each guess at the passphrase. */
const COST = { N: 2 ** 17, r: 8, p: 1 };
/** A file says its own cost: none may ask for more than this machine would give. */
const HIGHEST = COST.N;
/** One after the other: several at once would take the memory of as many. */
let turn: Promise<unknown> = Promise.resolve();

/** What stands in a file. Binary parts are base64; `cost` is scrypt's N. */
export const PassphraseBox = z.object({
  kdf: z.literal('scrypt'),
  cost: z
    .int()
    .min(2 ** 14)
    .max(HIGHEST),
  cipher: z.literal('aes-256-gcm'),
  salt: z.base64().max(100),
  nonce: z.base64().max(100),
  tag: z.base64().max(100),
  data: z.base64(),
});
export type PassphraseBox = z.infer<typeof PassphraseBox>;

function deriveKey(passphrase: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options: ScryptOptions = { ...COST, N: cost, maxmem: 256 * HIGHEST * COST.r };
  // The same passphrase typed on another system is the same: accents come in two ways.
  const typed = passphrase.normalize('NFC');
  const derived = turn.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(typed, salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)));
      }),
  );
  turn = derived.catch(() => {});
  return derived;
}

/** Bound to the box's own parameters: none can be changed without the opening failing. */
const boundTo = (cost: number, salt: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`slipway scrypt ${cost} aes-256-gcm `), salt]);

/**
 * Seals text under a passphrase, for a file that leaves this installation.
 *
 * @param cost scrypt's N; less than the standard is for tests.
 */
export async function sealUnderPassphrase(
  plain: string,
  passphrase: string,
  cost = COST.N,
): Promise<PassphraseBox> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const key = await deriveKey(passphrase, salt, cost);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(cost, salt));
  const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return {
    kdf: 'scrypt',
    cost,
    cipher: 'aes-256-gcm',
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
}

/** @returns undefined when the passphrase is another one, or anything was changed. */
export async function openUnderPassphrase(
  box: PassphraseBox,
  passphrase: string,
): Promise<string | undefined> {
  const [salt, nonce, tag, data] = [box.salt, box.nonce, box.tag, box.data].map((text) =>
    Buffer.from(text, 'base64'),
  ) as [Buffer, Buffer, Buffer, Buffer];
  // A shorter tag would be easier to forge.
  if (nonce.length !== 12 || tag.length !== 16) return undefined;
  const key = await deriveKey(passphrase, salt, box.cost);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(box.cost, salt));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
