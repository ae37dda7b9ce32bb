import { readAnswer } from '../../delivery/read-answer.ts';
import type { EgressAnswer } from '../../egress.ts';

/** A refusal of the service, as an error that the failure table reads. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: EgressAnswer['headers'];
  /** What the request was for. */
  readonly step: Step;
  /** The JSON API's word for it, such as `conditionNotMet`; empty when it did not answer in JSON. */
  readonly reason: string;
  /** What it answered, raw but for addresses of sessions. */
  readonly detail: string;
  readonly isJson: boolean;

  constructor(answer: EgressAnswer, step: Step, text: string) {
    const parsed = readError(text);
    super(parsed?.message ?? '');
    this.status = answer.status;
    this.headers = answer.headers;
    this.step = step;
    this.reason = parsed?.reason ?? '';
    this.isJson = parsed !== undefined;
    this.detail = `${answer.status} ${withoutSession(text).trim()}`.trim();
  }
}

export type Step =
  | 'beginning the upload'
  | 'storing the file'
  | 'sending the bytes'
  | 'asking how far the upload is'
  | 'cancelling the upload'
  | 'looking at the file'
  | 'removing the file'
  | 'reading the file'
  | 'listing the files';

/** Reads the answer and closes it. */
export async function readRefusal(answer: EgressAnswer, step: Step): Promise<Refusal> {
  return new Refusal(answer, step, await readAnswer(answer.body));
}

/** Who has a session's address can write to it. */
const withoutSession = (text: string): string =>
  text.replace(/(upload_id(?:=|%3D|"\s*:\s*"))[\w%.~-]+/gi, '$1…');

/** https://cloud.google.com/storage/docs/json_api/v1/status-codes#errorformat */
function readError(text: string): { message: string; reason: string } | undefined {
  let value: { error?: unknown };
  try {
    value = JSON.parse(text) as { error?: unknown };
  } catch {
    return undefined;
  }
  const error = value?.error;
  if (typeof error !== 'object' || error === null) return undefined;
  const { message, errors } = error as { message?: unknown; errors?: { reason?: unknown }[] };
  const reason = Array.isArray(errors) ? errors[0]?.reason : undefined;
  return { message: withoutSession(String(message ?? '')), reason: String(reason ?? '') };
}

/** An object as the service tells of it, as far as it matters here. */
export type ObjectResource = {
  generation: string;
  etag: string | undefined;
  crc32c: string | undefined;
  /** Bytes. */
  size: number;
  timeCreated: string | undefined;
};

/** @returns undefined for an answer that tells of no object. */
export async function readObject(answer: EgressAnswer): Promise<ObjectResource | undefined> {
  try {
    const value = JSON.parse(await readAnswer(answer.body)) as Record<string, unknown>;
    const { generation, etag, crc32c, size, timeCreated } = value;
    if (typeof generation !== 'string') return undefined;
    const text = (held: unknown) => (typeof held === 'string' ? held : undefined);
    return {
      generation,
      etag: text(etag),
      crc32c: text(crc32c),
      size: Number(size),
      timeCreated: text(timeCreated),
    };
  } catch {
    return undefined;
  }
}
