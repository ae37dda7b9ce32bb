import type { FailureCode } from '#lib/errors.ts';
import type { Answer } from './send-file.ts';
import type { Settings } from './settings.ts';

/** What a refusal is explained from. */
export type About = {
  answer: Answer;
  to: Settings;
  /** Bytes. */
  size: number;
  now: Date;
  /** `<Code>` and `<Message>` of an answer in XML; empty for others. */
  code: string;
  message: string;
};

export type Meaning = {
  code: FailureCode;
  words: string;
  field?: 'url' | 'headers';
  retry?: boolean;
};

export const gives = ({ to }: About, name: string): boolean =>
  Object.keys(to.headers).some((given) => given.toLowerCase() === name);

/** "`a`, `b` and `c`". */
export function inWords(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return [quoted.slice(0, -1).join(', '), quoted.at(-1) ?? ''].filter(Boolean).join(' and ');
}
