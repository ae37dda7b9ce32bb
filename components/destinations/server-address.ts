type Options = Readonly<Record<string, unknown>>;

/** `files.example.com:22`, as an SFTP server is called. @returns undefined when its host is left open. */
export function serverAddress({ host, port }: Options): string | undefined {
  return host ? `${host}:${port ?? 22}` : undefined;
}

/** The fingerprint that options pin. */
export function trustedKey({ host_key_fingerprint: pinned }: Options): string | undefined {
  return typeof pinned === 'string' ? pinned : undefined;
}
