import type { HostKey } from '#lib/engine/probe/report.ts';

/** A line of its own in a failure's detail: `host key: ssh-ed25519 SHA256:…`. */
const LINE = /^host key: (\S{1,64}) (SHA256:[A-Za-z0-9+/]{43})=?$/m;

/** The key that a server showed in place of the trusted one, as the target's failure tells it. */
export function findHostKey(detail: string | null | undefined): HostKey | undefined {
  const [, type, fingerprint] = LINE.exec(detail ?? '') ?? [];
  return type && fingerprint ? { type, fingerprint } : undefined;
}
