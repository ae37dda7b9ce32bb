import { Failure } from '#lib/errors.ts';
import { findUnstorable, UNSTORABLE } from '#lib/operations/storable.ts';

/** Bytes of JSON that a call may send; calls that carry a file inside get more. */
export const BODY_LIMIT = 1_000_000;
export const INLINE_BODY_LIMIT = 48_000_000;

/**
 * The JSON object of a request; an empty body counts as `{}`.
 *
 * @throws Failure TOO_LARGE, MALFORMED, INVALID_DATA.
 */
export async function readJsonObject(
  request: Request,
  limit = BODY_LIMIT,
): Promise<Record<string, unknown>> {
  const text = await readText(request, limit);
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure('MALFORMED', 'The body is not valid JSON.');
  }
  if (Array.isArray(value) && value.length === 0) return {}; // how PHP writes an empty object
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Failure('MALFORMED', 'The body must be a JSON object.');
  }
  // The file of import/raw goes to storage, not into the database; other fields of that name are looked at
  // with the rest of their operation's.
  const wrong = [...findUnstorable(value, (key) => key === 'file')];
  if (wrong.length > 0) {
    const fields = Object.fromEntries(wrong.map((path) => [path, [UNSTORABLE]]));
    throw new Failure('INVALID_DATA', undefined, { fields });
  }
  return value as Record<string, unknown>;
}

/** @throws Failure TOO_LARGE. */
export async function readText(request: Request, limit: number): Promise<string> {
  const tooLarge = () =>
    new Failure('TOO_LARGE', `The body is larger than the ${limit} bytes that this call takes.`);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
