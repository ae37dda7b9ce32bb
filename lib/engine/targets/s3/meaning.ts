import type { FailureCode } from '#lib/errors.ts';
import type { S3Answer } from './answer.ts';
import type { Settings } from './settings.ts';

/** What an answer means: our code, the sentence, the field of the form at fault. */
export type Meaning = {
  code: FailureCode;
  words: string;
  field?: string | undefined;
  retry?: boolean | undefined;
};

/** What sentences are made of. */
export type About = {
  settings: Settings;
  answer: S3Answer;
  /** The key that was to be stored. */
  name: string;
  /** The access key as far as it may be shown. */
  accessKey: string;
  /** This server's clock. */
  now: Date;
};

export const inWords = (list: readonly string[]): string =>
  list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
