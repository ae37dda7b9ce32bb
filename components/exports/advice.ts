/** What to do about a failed export, by its code. The message says what happened. */
const ADVICE: Record<string, string> = {
  INPUT_TASK_FAILED:
    'One of its files never arrived, or could not be read. Add it again and export anew.',
  CANCELLED: 'Run it again when you want it after all.',
  TARGET_UNREACHABLE: 'Check the address and whether the target is up, then run it again.',
  TARGET_AUTH_FAILED: 'Check the credentials, and run it again with edits.',
  TARGET_DENIED: 'Ask for the right to write there, or choose another place.',
  TARGET_NOT_FOUND:
    'Check the name of the bucket, container or folder, and run it again with edits.',
  TARGET_EXISTS: 'Choose another name, and run it again with edits.',
  TARGET_FULL: 'Make room at the target, then run it again.',
  TARGET_BUSY: 'Wait a little, then run it again.',
  HOST_KEY_MISMATCH: 'Find out why the server shows another key before you go on.',
  EGRESS_BLOCKED: 'Ask the administrator to allow that address in EGRESS_ALLOW.',
  NAME_COLLISION: 'Put %d into the name, or let the files keep their own.',
  INVALID_FILENAME: 'Choose another name, and run it again with edits.',
  INTEGRITY_MISMATCH: 'Run it again; if it happens twice, the way to the target is damaging files.',
  SOURCE_FAILED: 'Check that the file can still be fetched, and add it again.',
  DEADLINE_EXCEEDED: 'Run it again, or export fewer or smaller files at a time.',
  GONE: 'Export the files anew, with a connection that is there.',
  OUT_OF_CREDITS: 'Buy credits for that account, or export with another connection.',
  STORAGE_FULL: 'Ask the administrator to make room on the disk.',
  TOO_LARGE: 'Export a smaller file, or ask the administrator to raise MAX_FILE_SIZE.',
};

export function adviceFor(code: string | null): string {
  return (
    ADVICE[code ?? ''] ??
    'Run it again. If it fails again, show the code to whoever runs this server.'
  );
}
