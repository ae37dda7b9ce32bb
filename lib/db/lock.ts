import { DatabaseSync } from 'node:sqlite';

/**
 * Keeps other processes off a folder for as long as this one lives. The lock is the kernel's
 * (SQLite takes it), so it is gone the moment the holder dies, kill -9 included, and it holds
 * between containers that share a volume, where a file with a process id would not.
 *
 * @returns a function that gives the folder back, or undefined when another process has it.
 */
export function lockFolder(file: string): (() => void) | undefined {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Error && error.message.includes('locked')) return undefined;
    throw error;
  }
  return () => lock.close();
}
