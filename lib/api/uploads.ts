import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Upload } from '#lib/engine/receive-upload.ts';
import { STOP } from '#lib/engine/stop.ts';
import { Failure, isFailure } from '#lib/errors.ts';
import type { ApiOptions } from './api.ts';
import { readUpload } from './multipart.ts';
import { describeProblem } from './problem.ts';

/** Files and fields of one form: enough for a folder, and a bound to what one request may ask for. */
const MAX_PARTS = 5_000;

/** Takes the signed form of an import/upload task. The form is its own authorization. */
export async function handleUpload(
  options: ApiOptions,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { engine, clock, log } = options;
  // The signature is what allows this, so pages of any origin may send it, without cookies.
  res.setHeader('access-control-allow-origin', '*');
  if (req.method === 'OPTIONS') {
    res
      .writeHead(204, {
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': '*',
      })
      .end();
    return;
  }
  let upload: Upload | undefined;
  try {
    if (req.method !== 'POST') throw new Failure('METHOD_NOT_ALLOWED');
    const taskId = req.url?.split(/[/?]/)[2];
    await readUpload(req, {
      maxParts: MAX_PARTS,
      async onFile(fields, { filename }, stream) {
        if (!upload) {
          const form = engine.uploads.verify(fields);
          if (!form || form.taskId !== taskId)
            throw new Failure('FORBIDDEN', 'This upload form was not made here, or was changed.');
          if (form.expires * 1000 <= clock.now().getTime())
            throw new Failure('GONE', 'This form has expired. Ask for a new one.');
          upload = await engine.beginUpload(taskId);
        }
        await upload.write(filename, stream);
      },
    });
    if (!upload)
      throw new Failure('INVALID_DATA', undefined, {
        fields: { file: ['The form holds no file.'] },
      });
    const finishing = upload;
    upload = undefined;
    const { redirect } = await finishing.finish();
    if (redirect) res.writeHead(303, { location: redirect }).end();
    else res.writeHead(201, { 'content-length': 0 }).end();
  } catch (error) {
    await upload
      ?.giveUp()
      .catch((fault: unknown) => log.error({ err: fault }, 'an upload was not given up'));
    answerFailure(log, req, res, upload?.signal.aborted ? whyStopped(upload.signal) : error);
  }
}

function answerFailure(
  log: ApiOptions['log'],
  req: IncomingMessage,
  res: ServerResponse,
  error: unknown,
): void {
  const broken = req.destroyed && !req.complete;
  if (!isFailure(error) && !broken) log.error({ err: error }, 'an upload failed');
  if (res.headersSent || res.destroyed) return void res.destroy();
  const failure = isFailure(error) ? error : new Failure('INTERNAL');
  const body = JSON.stringify(describeProblem(failure));
  res.writeHead(failure.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    // What is left of the body is dropped by readUpload, for a moment, so that this is still seen.
    connection: 'close',
  });
  res.end(body);
}

/** What the sender reads when the task was taken away while its file arrived. */
function whyStopped({ reason }: AbortSignal): Failure {
  return reason === STOP.shutdown
    ? new Failure('UNAVAILABLE')
    : new Failure('CONFLICT', 'The task was cancelled while its file arrived.');
}
