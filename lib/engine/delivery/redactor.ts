import { Failure } from '#lib/errors.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { secretFields } from '#lib/operations/secrets.ts';

const MASK = '•••';
/** Shorter ones would blank out half of any sentence, and protect nothing. */
const SHORTEST = 4;

/**
 * Takes secrets out of text that is shown or logged, whole or as they travel: percent-encoded, in
 * Base64, as user:password, and line by line for keys.
 */
export type Redactor = (text: string) => string;

export function createRedactor(
  operation: Pick<Operation, 'fields'>,
  options: Readonly<Record<string, unknown>>,
): Redactor {
  const faces = new Set<string>();
  for (const name of secretFields(operation)) {
    for (const value of textsIn(options[name])) {
      for (const part of partsOf(value)) for (const face of facesOf(part)) faces.add(face);
    }
  }
  const username = typeof options.username === 'string' ? options.username : undefined;
  const password = typeof options.password === 'string' ? options.password : undefined;
  if (username && password) faces.add(Buffer.from(`${username}:${password}`).toString('base64'));
  // The longest first, so that no piece of one is left standing after a shorter one went.
  const wanted = [...faces].filter((face) => face.length >= SHORTEST);
  wanted.sort((a, b) => b.length - a.length);
  return (text) => wanted.reduce((left, face) => left.replaceAll(face, MASK), text);
}

/** A failure with secrets taken out of all that it says. */
export function redactFailure(failure: Failure, redact: Redactor): Failure {
  const { code, message, fields, detail, retry, retryAfterSeconds } = failure;
  const texts = Object.entries(fields ?? {}).map(([name, held]) => [name, held.map(redact)]);
  return new Failure(code, redact(message), {
    fields: fields && Object.fromEntries(texts),
    detail: detail && redact(detail),
    retry,
    retryAfterSeconds,
  });
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) yield* textsIn(inner);
  }
}

/** A URL is a key by its query; a key file is one by each of its lines. */
function partsOf(value: string): string[] {
  if (URL.canParse(value)) {
    const url = new URL(value);
    const inQuery = [...url.searchParams].flatMap(([name, held]) =>
      /sig|token|secret|password|key|credential/i.test(name) ? [held] : [],
    );
    // As it goes out: the header of a basic sign-in.
    const pair = url.password ? [tryDecode(`${url.username}:${url.password}`)] : [];
    return [value, url.search.slice(1), url.password, ...pair, ...inQuery];
  }
  const sas = /(?:^|[?&])sig=([^&]+)/.exec(value)?.[1];
  const lines = value.split(/\r?\n|\\n/).filter((line) => !line.startsWith('-----'));
  return [value, ...(lines.length > 1 ? lines.filter((line) => line.length > 16) : []), sas ?? ''];
}

function facesOf(value: string): string[] {
  const text = value.trim();
  return [text, tryDecode(text)].flatMap((plain) => [
    plain,
    encodeURIComponent(plain),
    Buffer.from(plain).toString('base64'),
  ]);
}

function tryDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
