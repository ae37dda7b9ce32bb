import { Readable } from 'node:stream';

const HELD_CHUNKS = 16;

/** One part of a form as a stream: written by whoever reads the form, no faster than it is read. */
export class PartStream extends Readable {
  #wake: (() => void) | undefined;

  constructor() {
    // As objects, chunks are handed on as they are; as bytes, those that wait are copied into one.
    super({ objectMode: true, highWaterMark: HELD_CHUNKS });
    // The failure is told to whoever reads the form; nobody may be listening here yet.
    this.on('error', () => {});
  }

  override _read(): void {
    this.#wake?.();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#wake?.();
    callback(error);
  }

  /** Settles when there is room for more, or nobody reads any longer. */
  write(bytes: Buffer): Promise<void> | undefined {
    if (this.destroyed || this.push(bytes)) return undefined;
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  end(): void {
    if (!this.destroyed) this.push(null);
  }

  /** For when its reader has ended: nothing will be read any more. */
  readonly abandon = (): void => {
    if (!this.readableEnded) this.destroy();
  };
}
