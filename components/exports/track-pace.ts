import { nextSpeed } from '#components/upload/upload-item.ts';

/** How fast something goes: bytes and when they were counted, in milliseconds by the server's clock. */
export type Pace = { bytes: number; at: number /** Bytes a second. */; speed: number | null };

/** The pace after another look. A try that starts anew has no speed yet; so has what stands still. */
export function nextPace(before: Pace | undefined, bytes: number, at: number): Pace {
  if (!before || bytes < before.bytes) return { bytes, at, speed: null };
  if (at <= before.at) return before;
  return { bytes, at, speed: nextSpeed(before.speed, bytes - before.bytes, at - before.at) };
}
