import type { FailureCode } from '#lib/errors.ts';
import type { Refusal } from './refusal.ts';
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
  refusal: Refusal;
  /** The name of the blob. */
  name: string;
  /** This server's clock. */
  now: Date;
};
