import type { ReactNode } from 'react';

const DIFFERENCES: readonly ReactNode[] = [
  <>
    There are imports and exports, and no conversions: <code>convert</code>, <code>optimize</code>,{' '}
    <code>merge</code>, <code>archive</code>, <code>capture-website</code> and the like are not
    found. <code>GET /operations</code> lists what there is.
  </>,
  <>Fields marked “only here” are additions. A client that does not send them loses nothing.</>,
  <>
    <code>result.files[]</code> of every export has <code>size</code> and <code>sha256</code>; of
    exports to storage it has <code>location</code>, and the <code>etag</code>, <code>version</code>{' '}
    or <code>generation</code> of what was written.
  </>,
  <>
    A failed task has <code>errors</code> with the fields at fault, <code>details</code> with what
    the other side answered, and <code>expires_at</code>. <code>include=deliveries</code> shows
    every file on its way and each try that failed.
  </>,
  <>
    Imports with a prefix or a folder take up to 1,000 files. They go on from the last byte when the
    line breaks, and check what arrived against the checksum that the storage keeps.
  </>,
  <>Files are stored as they are: what an object store has as gzip is not unpacked.</>,
  <>
    Nothing costs credits: <code>credits</code> is always 0. There is no sandbox; a key that may
    only read is one with the scopes that end in <code>.read</code>.
  </>,
  <>
    By default this server connects to public addresses only. An administrator opens others with{' '}
    <code>EGRESS_ALLOW</code>.
  </>,
];

/** What somebody who knows the hosted service has to know besides. */
export function Differences() {
  return (
    <ul className="grid max-w-prose list-disc gap-2 ps-5">
      {DIFFERENCES.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
        <li key={index}>{text}</li>
      ))}
    </ul>
  );
}
