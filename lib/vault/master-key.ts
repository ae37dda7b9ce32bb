import { createHash, hkdfSync } from 'node:crypto';

/** One key: 32 bytes, and a short id of them that stands in everything it seals. */
export type Key = { id: string; bytes: Buffer };

/**
 * The key that everything secret of this installation hangs on, and those it had before. One object
 * for the whole process, changed in place when the key is turned: whoever holds it seals with the
 * newest, and opens with any.
 */
export type MasterKey = Key & {
  previous: Key[];
  /** What other keys are derived from. It survives a turn of the master key; see load-root.ts. */
  root?: Buffer;
};

export const KEY_BYTES = 32;

export function describeKey(bytes: Buffer): Key {
  return {
    bytes,
    id: createHash('sha256').update('slipway key id').update(bytes).digest('hex').slice(0, 16),
  };
}

/** @param keys base64 of 32 bytes each, the newest first. */
export function toMasterKey([newest, ...previous]: [string, ...string[]]): MasterKey {
  const read = (text: string) => describeKey(Buffer.from(text, 'base64'));
  return { ...read(newest), previous: previous.map(read) };
}

/** The key of that id, whether it is the newest or was so before. */
export function findKey(master: MasterKey, id: string): Key | undefined {
  return master.id === id ? master : master.previous.find((key) => key.id === id);
}

/** A key of 32 bytes for one purpose; knowing it tells nothing of the master key or of others. */
export function deriveKey(master: MasterKey, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master.root ?? master.bytes, 'slipway', purpose, 32));
}
