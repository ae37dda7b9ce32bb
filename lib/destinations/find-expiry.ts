export type Expiry = {
  at: Date;
  /** What ends, for a sentence: “SAS token”, “presigned URL of S3”. */
  from: string;
};

/** Stands in until the part that reads credentials is here. */
export function findExpiry(
  _operation: string,
  _options: Readonly<Record<string, unknown>>,
): Expiry | undefined {
  return undefined;
}
