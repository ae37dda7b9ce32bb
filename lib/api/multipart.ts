import type { IncomingMessage } from 'node:http';
import { Failure } from '#lib/errors.ts';
import { readDisposition } from './disposition.ts';
import { MultipartError, type MultipartEvent, MultipartScanner } from './multipart-scanner.ts';
import { PartStream } from './part-stream.ts';

export type UploadedFile = {
  /** As the client wrote it: anything at all. */
  filename: string;
  /** The part's Content-Type, when it has one. */
  declaredType: string | undefined;
};

export type ReadUploadOptions = {
  /**
   * Takes the file. The fields that came before it are whole. Whatever it kept must be undone when
   * readUpload fails afterwards: the form may still break off behind the file.
   */
  onFile(fields: Record<string, string>, file: UploadedFile, stream: PartStream): Promise<void>;
  signal?: AbortSignal | undefined;
  /** Bytes of one field. */
  maxFieldBytes?: number;
  /** Parts, the file included. */
  maxParts?: number;
  /** A client that sends nothing for so long is given up. */
  idleMs?: number;
};

const DRAIN_BYTES = 64 << 20;
const DRAIN_MS = 10_000;

/**
 * Reads a multipart/form-data body with fields first and one file after them, as it streams in.
 * Answers when body and `onFile` have ended. On failure the rest of the body is read and dropped for
 * a moment, so that the client gets to see the answer, and then cut off.
 * @throws Failure MALFORMED (no form, or it broke off), INVALID_DATA (no file, or too many parts);
 * whatever onFile threw; the signal's reason.
 */
export async function readUpload(
  req: IncomingMessage,
  options: ReadUploadOptions,
): Promise<{ fields: Record<string, string> }> {
  const { signal, idleMs = 120_000 } = options;
  const form = new Form(options);
  const cut = () => req.destroy();
  const idle = setTimeout(cut, idleMs);
  signal?.addEventListener('abort', cut, { once: true });
  try {
    signal?.throwIfAborted();
    const scanner = new MultipartScanner(getBoundary(req.headers['content-type']));
    // The socket must outlive a failure: the answer goes out on it.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      for (const event of scanner.push(chunk)) await form.take(event);
      idle.refresh();
      if (scanner.ended) break;
    }
    if (!scanner.ended) throw new Failure('MALFORMED', 'The upload broke off before its end.');
    return { fields: form.finish() };
  } catch (error) {
    const cause = signal?.aborted ? signal.reason : describeError(error);
    await form.fail(cause);
    throw cause;
  } finally {
    clearTimeout(idle);
    signal?.removeEventListener('abort', cut);
    drain(req);
  }
}

/** What has been read of a form, and what is being read. */
class Form {
  readonly #options: ReadUploadOptions;
  readonly #fields = new Map<string, string>();
  #parts = 0;
  #name = '';
  #field: Buffer[] = [];
  #fieldBytes = 0;
  #file: PartStream | undefined;
  #taken: Promise<void> | undefined;

  constructor(options: ReadUploadOptions) {
    this.#options = options;
  }

  async take(event: MultipartEvent): Promise<void> {
    if (event.type === 'part') this.#begin(event.headers);
    else if (event.type === 'data') await this.#data(event.bytes);
    else if (event.type === 'part-end') await this.#end();
  }

  #begin(block: Buffer): void {
    const { maxParts = 100, onFile } = this.#options;
    this.#parts += 1;
    if (this.#parts > maxParts) throw new Failure('INVALID_DATA', 'The form has too many parts.');
    const headers = readHeaders(block);
    const { name, filename } = readDisposition(headers.get('content-disposition') ?? '');
    if (name === undefined) throw new Failure('MALFORMED', 'A part of the form has no name.');
    this.#name = name;
    if (filename === undefined && name !== 'file') return;
    if (filename === '') throw noFile('No file was chosen.');
    if (this.#fields.size === 0) throw noFile('The fields of the form come first, the file last.');
    this.#file = new PartStream();
    const fields = Object.fromEntries(this.#fields);
    const declared = { filename: filename ?? 'file', declaredType: headers.get('content-type') };
    this.#taken = onFile(fields, declared, this.#file);
    this.#taken.then(this.#file.abandon, this.#file.abandon);
  }

  #data(bytes: Buffer): Promise<void> | void {
    // Nobody reads it any more: awaiting `taken` below tells whether that is a failure.
    if (this.#file?.destroyed) return this.#taken;
    if (this.#file) return this.#file.write(bytes);
    this.#fieldBytes += bytes.length;
    if (this.#fieldBytes > (this.#options.maxFieldBytes ?? 64 << 10)) {
      throw new Failure('INVALID_DATA', undefined, {
        fields: { [this.#name]: ['This is too long.'] },
      });
    }
    this.#field.push(Buffer.from(bytes));
  }

  async #end(): Promise<void> {
    if (this.#file) {
      this.#file.end();
      this.#file = undefined;
      await this.#taken;
      return;
    }
    this.#fields.set(this.#name, Buffer.concat(this.#field).toString());
    this.#field = [];
    this.#fieldBytes = 0;
  }

  finish(): Record<string, string> {
    if (!this.#taken) throw noFile('The form holds no file.');
    return Object.fromEntries(this.#fields);
  }

  /** Waits for onFile to let go of everything. */
  async fail(cause: Error): Promise<void> {
    this.#file?.destroy(cause);
    await this.#taken?.catch(() => {});
  }
}

function noFile(sentence: string): Failure {
  return new Failure('INVALID_DATA', undefined, { fields: { file: [sentence] } });
}

function getBoundary(contentType: string | undefined): string {
  const [, quoted, bare] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;,]+))/i.exec(
      contentType ?? '',
    ) ?? [];
  const boundary = quoted ?? bare;
  // 70 by the standard; some clients write more.
  if (boundary && boundary.length <= 200) return boundary;
  throw new Failure('MALFORMED', 'Send the file as multipart/form-data with a boundary.');
}

function readHeaders(block: Buffer): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of decode(block)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0)
      headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

/** Raw UTF-8, as browsers and most clients write it; what is no UTF-8 is read as Latin-1. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function describeError(error: unknown): Error {
  if (error instanceof MultipartError) return new Failure('MALFORMED', error.message);
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new Failure('MALFORMED', 'The upload broke off before its end.', { cause: error });
  }
  return error as Error;
}

function drain(req: IncomingMessage): void {
  if (req.readableEnded || req.destroyed) return;
  let left = DRAIN_BYTES;
  const timer = setTimeout(() => req.destroy(), DRAIN_MS);
  req.on('error', () => {});
  req.once('close', () => clearTimeout(timer));
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) req.destroy();
  });
}
