import type { OutgoingFile } from '../../delivery/target.ts';
import type { Settings } from './settings.ts';

/** What is kept with an object, whole or in segments. */
export function objectHeaders(
  { headers, contentType, deleteAfter }: Settings,
  file: Pick<OutgoingFile, 'contentType'>,
): Record<string, string> {
  return {
    ...headers,
    'content-type': contentType ?? file.contentType,
    ...(deleteAfter === undefined ? {} : { 'x-delete-after': `${deleteAfter}` }),
  };
}

/** Seconds that segments outlive the object that they are part of: they are there before it. */
const LONGER = 2 * 86_400;

export function segmentHeaders({ deleteAfter }: Settings): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    ...(deleteAfter === undefined ? {} : { 'x-delete-after': `${deleteAfter + LONGER}` }),
  };
}
