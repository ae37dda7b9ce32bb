import { Failure } from '#lib/errors.ts';
import { Refusal } from './answer.ts';
import { describeGcsFailure } from './describe-failure.ts';
import type { GcsContext } from './gcs-context.ts';

/** What was thrown while a file was read. What is not known comes back as it is. */
export function describeReading(
  error: unknown,
  context: Pick<GcsContext, 'settings'>,
  name: string,
): unknown {
  const { bucket, host } = context.settings;
  const isMissing = error instanceof Refusal && error.status === 404;
  // Asked for its bytes, a missing file is answered in plain text: "No such object: bucket/name".
  const isObject = isMissing && /no such object/i.test(`${error.message} ${error.detail}`);
  if (!isObject) return describeGcsFailure(error, context, name);
  const words = `There is no “${name}” in bucket \`${bucket}\` at ${host}. Check its name: capital letters and folders count.`;
  return new Failure('SOURCE_FAILED', words, {
    fields: { file: [words] },
    detail: error.detail,
    cause: error,
  });
}
