import type { Attempt } from '../../delivery/target.ts';
import { toRanges } from './blocks.ts';
import type { BlockUpload } from './checkpoint.ts';
import type { Credential } from './settings.ts';

type Notes = {
  add(number: number): void;
  /** Waits for what is being written, and writes what is missing. Never throws. */
  settle(): Promise<void>;
};

/**
 * Remembers which blocks arrived, for tokens that may not ask the service; one write at a time.
 * @param done numbers of blocks that are there, to which more are added.
 */
export function noteSent(
  { sas }: Credential,
  upload: BlockUpload,
  done: Set<number>,
  saveCheckpoint: Attempt['saveCheckpoint'],
): Notes {
  if (!sas || sas.permissions?.includes('r')) return { add() {}, async settle() {} };
  let written = done.size;
  let writing: Promise<void> | undefined;
  const write = (): Promise<void> => {
    written = done.size;
    // What cannot be noted is sent again.
    writing ??= saveCheckpoint({ ...upload, sent: toRanges(done) } satisfies BlockUpload)
      .catch(() => {})
      .finally(() => {
        writing = undefined;
      });
    return writing;
  };
  return {
    add(number) {
      done.add(number);
      if (!writing) void write();
    },
    async settle() {
      await writing;
      if (written < done.size) await write();
    },
  };
}
