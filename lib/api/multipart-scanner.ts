/** What a multipart body is made of, in order; `data` comes as often as needed and is never empty. */
export type MultipartEvent =
  | { type: 'part'; headers: Buffer }
  | { type: 'data'; bytes: Buffer }
  | { type: 'part-end' }
  | { type: 'end' };

/** The body is not multipart, whatever its Content-Type says. */
export class MultipartError extends Error {}

const MAX_HEADER_BYTES = 8 << 10;
const MAX_PREAMBLE_BYTES = 64 << 10;
const MAX_PADDING = 64;
const CR = 13;
const BLANK_LINE = Buffer.from('\r\n\r\n');

/**
 * Cuts a multipart body into its parts as the chunks come in, without copying content: `bytes` are
 * views of the chunk. Holds back less than a delimiter between chunks, or one header block.
 */
export class MultipartScanner {
  readonly #delimiter: Buffer;
  // The first delimiter need not follow a line break, all others do: pretend it was there.
  #held: Buffer = Buffer.from('\r\n');
  #state: 'preamble' | 'headers' | 'content' | 'ended' = 'preamble';
  #preambleBytes = 0;

  constructor(boundary: string) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  }

  get ended(): boolean {
    return this.#state === 'ended';
  }

  /** @throws MultipartError */
  push(chunk: Buffer): MultipartEvent[] {
    const events: MultipartEvent[] = [];
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    this.#held = Buffer.alloc(0);
    while (rest.length > 0 && this.#state !== 'ended') {
      const next =
        this.#state === 'headers' ? this.#headers(rest, events) : this.#content(rest, events);
      if (next === undefined) break;
      rest = next;
    }
    return events;
  }

  #hold(bytes: Buffer): undefined {
    // Copied: a view would keep the whole chunk alive.
    this.#held = Buffer.from(bytes);
  }

  #headers(bytes: Buffer, events: MultipartEvent[]): Buffer | undefined {
    // The line break that ends the delimiter is still there, so no headers at all is no special case.
    const end = bytes.indexOf(BLANK_LINE);
    if (end > MAX_HEADER_BYTES || (end === -1 && bytes.length > MAX_HEADER_BYTES)) {
      throw new MultipartError('The headers of a part are too long.');
    }
    if (end === -1) return this.#hold(bytes);
    events.push({ type: 'part', headers: Buffer.from(bytes.subarray(2, Math.max(2, end))) });
    this.#state = 'content';
    return bytes.subarray(end + BLANK_LINE.length);
  }

  #content(bytes: Buffer, events: MultipartEvent[]): Buffer | undefined {
    for (let from = 0; ; ) {
      const at = bytes.indexOf(this.#delimiter, from);
      if (at === -1) {
        const keep = this.#partialDelimiter(bytes, from);
        this.#emit(bytes.subarray(0, keep), events);
        return this.#hold(bytes.subarray(keep));
      }
      const after = this.#lineAfter(bytes, at + this.#delimiter.length);
      if (after === 'unknown') {
        this.#emit(bytes.subarray(0, at), events);
        return this.#hold(bytes.subarray(at));
      }
      if (after === 'none') {
        from = at + 2;
        continue;
      }
      this.#emit(bytes.subarray(0, at), events);
      if (this.#state === 'content') events.push({ type: 'part-end' });
      if (after === 'close') {
        this.#state = 'ended';
        events.push({ type: 'end' });
        return undefined;
      }
      this.#state = 'headers';
      return bytes.subarray(after);
    }
  }

  #emit(bytes: Buffer, events: MultipartEvent[]): void {
    if (this.#state === 'content' && bytes.length > 0) events.push({ type: 'data', bytes });
    if (this.#state !== 'preamble') return;
    this.#preambleBytes += bytes.length;
    if (this.#preambleBytes > MAX_PREAMBLE_BYTES) {
      throw new MultipartError('The body does not begin with the boundary of its Content-Type.');
    }
  }

  /** Where the bytes begin that the next chunk may turn into a delimiter; the length when none do. */
  #partialDelimiter(bytes: Buffer, from: number): number {
    const first = Math.max(from, bytes.length - this.#delimiter.length + 1);
    for (let at = bytes.indexOf(CR, first); at !== -1; at = bytes.indexOf(CR, at + 1)) {
      const tail = bytes.subarray(at);
      if (tail.equals(this.#delimiter.subarray(0, tail.length))) return at;
    }
    return bytes.length;
  }

  /**
   * What follows a delimiter: `close` for the last, the offset of the line break for another part,
   * `none` when it is content that only looks like one, `unknown` when more bytes must tell.
   */
  #lineAfter(bytes: Buffer, start: number): number | 'close' | 'none' | 'unknown' {
    const padded = bytes.subarray(start, start + MAX_PADDING).toString('latin1');
    if (padded.startsWith('--')) return 'close';
    if (padded === '-') return 'unknown';
    const padding = /^[ \t]*/.exec(padded)?.[0].length ?? 0;
    const line = padded.slice(padding, padding + 2);
    if (line === '\r\n') return start + padding;
    return (line === '' || line === '\r') && padded.length < MAX_PADDING ? 'unknown' : 'none';
  }
}
