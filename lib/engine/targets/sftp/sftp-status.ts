/** SSH_FX_… (draft-ietf-secsh-filexfer-02, 7): version 3 has no others. */
export const STATUS = {
  ok: 0,
  endOfFile: 1,
  noSuchFile: 2,
  denied: 3,
  failure: 4,
  unsupported: 8,
} as const;

/** What the server says when it does not do what it was asked to. */
export class SftpStatusError extends Error {
  override readonly name = 'SftpStatusError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message || 'The server gives no reason.');
    this.status = status;
  }
}

/** The status of an answer; undefined for anything else. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof SftpStatusError ? error.status : undefined;
}

/** What came is no packet of SFTP: a text for people, as a rule. */
export class NoSftpError extends Error {
  override readonly name = 'NoSftpError';
  /** How it begins. */
  readonly start: string;

  constructor(start: string, cause: unknown) {
    super('What came is no packet of SFTP.', { cause });
    this.start = start;
  }
}
