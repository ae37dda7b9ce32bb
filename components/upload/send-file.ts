import type { UploadForm } from '#lib/client/types.ts';

export type SendOutcome =
  | { sent: true }
  /** status 0: the connection broke. */
  | { sent: false; status: number; message: string };

/** XMLHttpRequest, because fetch cannot tell how much of a body has gone out. */
export function sendFile(
  form: UploadForm,
  file: File,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const body = new FormData();
  for (const [name, value] of Object.entries(form.parameters)) body.append(name, value);
  // The protocol wants the file last.
  body.append('file', file, file.name);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const { origin } = new URL(form.url, window.location.href);
    let refusedHere = false;
    const onViolation = (event: SecurityPolicyViolationEvent) => {
      if (event.blockedURI.startsWith(origin)) refusedHere = true;
    };
    document.addEventListener('securitypolicyviolation', onViolation);
    const end = (outcome: SendOutcome) => {
      signal.removeEventListener('abort', abort);
      document.removeEventListener('securitypolicyviolation', onViolation);
      resolve(outcome);
    };
    request.open('POST', form.url);
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = (event) => onProgress(Math.min(event.loaded, file.size));
    request.onload = () => {
      const { status } = request;
      if (status >= 200 && status < 300) end({ sent: true });
      else end({ sent: false, status, message: readMessage(request.responseText, status) });
    };
    const broken = () =>
      end(
        refusedHere
          ? // A status that is not tried again: it would go wrong again.
            {
              sent: false,
              status: 499,
              message: `This page may not send to ${origin} yet. Reload it.`,
            }
          : { sent: false, status: 0, message: 'The connection broke.' },
      );
    request.onerror = broken;
    request.ontimeout = broken;
    request.onabort = () => end({ sent: false, status: 0, message: 'Cancelled.' });
    signal.addEventListener('abort', abort);
    request.send(body);
  });
}

function readMessage(text: string, status: number): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // A proxy's own page: its status is all that can be said.
  }
  if (status === 413) return 'The file is larger than this server accepts.';
  return `The server refused the file (${status}).`;
}
