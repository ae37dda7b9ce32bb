import { createHmac } from 'node:crypto';
import { equalHex } from './temporary-url.ts';

export type UploadForm = {
  taskId: string;
  /** Unix seconds. */
  expires: number;
  /** Bytes that the file may have. */
  limit: number;
};

export type UploadSigner = {
  /** The fields that a client sends before the file. All are strings. */
  sign(form: UploadForm): Record<string, string>;
  /** Undefined when the fields were not made here or were changed. Expiry is the caller's to check. */
  verify(fields: Record<string, string>): UploadForm | undefined;
};

/** @param key 32 secret bytes that serve nothing else. */
export function createUploadSigner(key: Buffer): UploadSigner {
  const signature = ({ taskId, expires, limit }: UploadForm) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['upload-form', taskId, expires, limit]))
      .digest();

  return {
    sign: (form) => ({
      task: form.taskId,
      expires: String(form.expires),
      max_file_size: String(form.limit),
      signature: signature(form).toString('hex'),
    }),

    verify({ task, expires, max_file_size: limit, signature: given }) {
      if (!task || !given || !isCount(expires) || !isCount(limit)) return undefined;
      const form: UploadForm = { taskId: task, expires: Number(expires), limit: Number(limit) };
      return equalHex(given, signature(form)) ? form : undefined;
    },
  };
}

function isCount(text: string | undefined): text is string {
  return /^(?:0|[1-9]\d{0,14})$/.test(text ?? '');
}
