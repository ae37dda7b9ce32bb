/** The key that an SSH server shows. */
export type HostKey = {
  /** `ssh-ed25519`. */
  type: string;
  /** `SHA256:…`, base64 without padding, as ssh-keygen prints it. */
  fingerprint: string;
};

/** A line of its own in a failure's detail, from which the key can be read back. */
export function hostKeyLine({ type, fingerprint }: HostKey): string {
  return `host key: ${type} ${fingerprint}`;
}

/** 32 bytes in Base64 without padding: the last letter holds four bits. */
const LINE =
  /^host key: ([a-z0-9][a-z0-9@.-]{0,63}) (SHA256:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048])$/im;

/**
 * The key that a server showed in place of the trusted one, from the detail of a HOST_KEY_MISMATCH. A
 * server with keys of several kinds has several lines; the first is the one that it prefers.
 * @returns undefined when there is no such line.
 */
export function parseHostKeyLine(detail: string): HostKey | undefined {
  const [, type, fingerprint] = LINE.exec(detail) ?? [];
  return type && fingerprint ? { type, fingerprint } : undefined;
}
