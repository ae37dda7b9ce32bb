import { Failure } from '#lib/errors.ts';
import { contentType } from '../content-type.ts';
import type { Runner } from '../context.ts';
import { safeFilename } from '../filename.ts';

const HEAD_BYTES = 4100;

/** import/base64 and import/raw: the bytes came with the creation and are in storage already. */
export const runInline: Runner = async ({ options, staged }) => {
  if (!staged) throw new Failure('SOURCE_FAILED', 'The bytes of this task are no longer there.');
  const filename = safeFilename(String(options.filename ?? 'file'));
  const head: Buffer[] = [];
  if (staged.size > 0) {
    for await (const chunk of await staged.open({
      start: 0,
      end: Math.min(staged.size, HEAD_BYTES) - 1,
    })) {
      head.push(chunk as Buffer);
    }
  }
  return [
    {
      filename,
      contentType: await contentType(Buffer.concat(head), filename),
      bytes: { blobId: staged.blobId },
    },
  ];
};
