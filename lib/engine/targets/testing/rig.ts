import type { FailureCode } from '#lib/errors.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { Options } from '../../delivery/target.ts';
import type { CaseName } from './describe-target.ts';

/** What an independent client finds at the target. */
export type Stored = {
  size: number;
  /** Hex. */
  sha256: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
};

/** All that the shared suite has to know of one target and the server it is tried on. */
export type Rig = {
  operation: Operation;
  /** Bytes of a part: small, so that the suite is fast, and as large as the server demands. */
  partSize: number;
  /**
   * Bytes that may have to be sent a second time when everything breaks off: the parts under way, or
   * for one long stream what stands in the buffers of the system.
   */
  resendsAtMost: number;
  /** What delivers to the server. @param name the whole name there. */
  optionsFor(name: string): Options;
  /** The same for files that keep their names, in a folder. @param folder without a slash at its end. */
  optionsIn(folder: string): Options;
  /** Options that lead to this port of 127.0.0.1 instead, behind which the server stands. */
  through(port: number, name: string): Options;
  /** Where the bytes go, for what is put in between; `listenOn` when that is where it has to listen. */
  server: { port: number; listenOn?: number };
  /** Bytes of a file that is to break off on its way. */
  largeSize: number;
  /** @returns undefined when nothing is there. */
  read(name: string): Promise<Stored | undefined>;
  /** Names that begin like this. */
  list(prefix: string): Promise<string[]>;
  /** What deliveries have left there besides whole files. */
  leftovers(): Promise<string[]>;
  /** Every header and each kind of metadata, read back. */
  headers: readonly HeaderCase[];
  /** All ways to get in: sign-ins, addresses, TLS. */
  ways: readonly Way[];
  failures: readonly FailureCase[];
  /** Secrets that are sent, right and wrong ones: they may come up nowhere. */
  secrets: readonly string[];
  /** What of a receipt comes from the target; `size` and `sha256` are everywhere. */
  receipt: {
    location: (name: string) => string;
    marks: readonly ('etag' | 'version' | 'generation')[];
  };
  /** Cases of the shared suite that this target cannot have, each with the reason. */
  exceptions: Partial<Record<CaseName, string>>;
};

export type HeaderCase = {
  title: string;
  options: Options;
  /** What the file begins with, from which its type follows. */
  head?: string;
  /** What `read` finds: header names and values. */
  headers?: Readonly<Record<string, string | RegExp>>;
  /** For what is no header. */
  check?: (name: string) => Promise<void>;
};

export type Way = {
  title: string;
  /** Over what `optionsFor` says. */
  options(name: string): Options;
  /** Where it does not lead to the same place. */
  read?: (name: string) => Promise<Stored | undefined>;
};

export type FailureCase = {
  title: string;
  prepare(name: string): Prepared | Promise<Prepared>;
  /** Bytes of the file; 1,000 unless told. */
  size?: number;
  /** Milliseconds by which the engine's clock is off. */
  clockOff?: number;
  /** A file of that name is there before. */
  exists?: boolean;
  ends: Ending;
};

export type Prepared = {
  /** Over what `optionsFor` says. */
  options: Options;
  stop?: () => Promise<void>;
};

export type Ending =
  | {
      code: FailureCode;
      /** What the sentence names: the place, and what to do. */
      says: readonly (string | RegExp)[];
      /** The field of the form at fault. */
      field?: string;
      /** What the raw answer has in it. */
      detail?: string | RegExp;
    }
  /** It arrives, after attempts that failed like this. */
  | { after: readonly FailureCode[] };
