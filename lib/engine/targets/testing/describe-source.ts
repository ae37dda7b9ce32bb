import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FailureCode } from '#lib/errors.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { type BreakingProxy, startBreakingProxy } from '../../../../e2e/targets/breaking-proxy.ts';
import type { Options } from '../../delivery/target.ts';
import { type SuiteEngine, sha256, someBytes, startSuiteEngine } from './suite-engine.ts';

/** All that the shared suite has to know of one source and the server it is tried on. */
export type SourceRig = {
  operation: Operation;
  /** The field that names one file. */
  nameField: string;
  /** Puts a file there with somebody else's client. @param file on this machine. */
  put(name: string, file: string): Promise<void>;
  one(name: string): Options;
  /** All files of a folder. @param folder without a slash at its end. */
  many(folder: string): Options;
  /** Whether folders in the folder belong to it. */
  isDeep: boolean;
  /** What leads to this port of 127.0.0.1 instead, behind which the server stands. */
  through(port: number): Options;
  server: { port: number; listenOn?: number };
  failures: readonly SourceFailure[];
  /** They may come up nowhere. */
  secrets: readonly string[];
};

export type SourceFailure = {
  title: string;
  /** Over what `one` says of a file that is there; `of: 'many'` over a folder. */
  options: Options;
  of?: 'many';
  code: FailureCode;
  says: readonly (string | RegExp)[];
  field: string;
};

const MIB = 1 << 20;
const SIZE = 12 * MIB + 7;
/** Bytes that stand in the buffers of the system when a line breaks, and come again. */
const COMES_AGAIN = 6 * MIB;

/** Holds a source to everything that all sources promise, on a real server. */
export function describeSource(rig: SourceRig): void {
  describe(rig.operation.id, () => {
    let suite: SuiteEngine;
    let dir: string;
    beforeAll(async () => {
      dir = await mkdtemp(path.join(tmpdir(), 'slipway-source-'));
      suite = await startSuiteEngine(rig.operation, MIB);
    });
    afterAll(async () => {
      await suite?.stop();
      await rm(dir, { recursive: true });
    });

    async function put(name: string, bytes: Buffer): Promise<void> {
      const file = path.join(dir, 'file');
      await writeFile(file, bytes);
      await rig.put(name, file);
    }
    const begin = async (options: Options) => {
      const given = { operation: rig.operation, options: { ...options } };
      return (await suite.server.engine.create(suite.asker, given)).id;
    };
    const run = async (options: Options) => suite.end(await begin(options));
    const found = ({ status, code, message, files }: Awaited<ReturnType<typeof run>>) => ({
      ...{ status, code, message },
      files: files.map(({ filename, blob }) => [filename, Number(blob.size), blob.sha256]),
    });
    const finished = (...files: (readonly [string, Buffer])[]) => ({
      ...{ status: 'finished', code: null, message: null },
      files: files.map(([name, bytes]) => [name, bytes.length, sha256(bytes)]),
    });
    async function withProxy(use: (proxy: BreakingProxy) => Promise<void>): Promise<void> {
      const proxy = await startBreakingProxy(rig.server);
      try {
        await use(proxy);
      } finally {
        await proxy.close();
      }
    }

    for (const size of [0, 1, 3 * MIB + 1]) {
      it(`reads ${size} bytes`, async () => {
        const bytes = someBytes(size);
        await put(`to-import/sizes/${size}.bin`, bytes);
        expect(found(await run(rig.one(`to-import/sizes/${size}.bin`)))).toEqual(
          finished([`${size}.bin`, bytes]),
        );
      });
    }

    it('reads names of all kinds', async () => {
      const names = ['Übung 日本 😀.pdf', "a+b & c=%20 'd' (1)#e.txt", 'plain name.tar.gz'];
      for (const name of names) {
        const bytes = someBytes(100);
        await put(`to-import/names/${name}`, bytes);
        expect(found(await run(rig.one(`to-import/names/${name}`)))).toEqual(
          finished([name, bytes]),
        );
      }
    });

    it('reads all files that begin alike, and no others', async () => {
      const [a, b, deep, other] = [10, 20, 30, 40].map(someBytes) as Buffer[];
      if (!a || !b || !deep || !other) throw new Error('Four files were made.');
      await put('to-import/many/x/ä b.txt', b);
      await put('to-import/many/x/a.txt', a);
      await put('to-import/many/x/deep/a.txt', deep);
      await put('to-import/many/other.txt', other);
      const all = found(await run(rig.many('to-import/many/x')));
      all.files.sort(([one], [two]) => (String(one) < String(two) ? -1 : 1));
      const expected = [
        ...(rig.isDeep ? [['a (2).txt', deep] as const] : []),
        ...([
          ['a.txt', a],
          ['ä b.txt', b],
        ] as const),
      ];
      expect(all).toEqual(finished(...expected));
    });

    it('gives the names that are asked for', async () => {
      const bytes = someBytes(50);
      await put('to-import/named/one.txt', bytes);
      await put('to-import/named/two.txt', bytes);
      const one = await run({ ...rig.one('to-import/named/one.txt'), filename: 'Own 100%d.pdf' });
      expect(found(one)).toEqual(finished(['Own 100%d.pdf', bytes]));
      const both = await run({ ...rig.many('to-import/named'), filename: 'page-%02d.txt' });
      expect(found(both)).toEqual(finished(['page-01.txt', bytes], ['page-02.txt', bytes]));
      const same = await run({ ...rig.many('to-import/named'), filename: 'page.txt' });
      expect(same).toMatchObject({ status: 'error', code: 'NAME_COLLISION' });
      expect(Object.keys(same.errorFields ?? {})).toEqual(['filename']);
    });

    it('says when nothing is there', async () => {
      const task = await run(rig.many('to-import/nothing/here'));
      expect(task).toMatchObject({ status: 'error', code: 'SOURCE_FAILED', files: [] });
    });

    it('goes on from where the line broke', () =>
      withProxy(async (proxy) => {
        const bytes = someBytes(SIZE);
        await put('to-import/broken/resumed.bin', bytes);
        proxy.resetAfterAnswers(SIZE / 2);
        const task = await run({
          ...rig.one('to-import/broken/resumed.bin'),
          ...rig.through(proxy.port),
        });
        expect(found(task)).toEqual(finished(['resumed.bin', bytes]));
        expect(proxy.answered).toBeLessThan(SIZE + COMES_AGAIN);
      }));

    it('begins anew with a file that has changed', () =>
      withProxy(async (proxy) => {
        const [before, after] = [someBytes(SIZE), someBytes(SIZE)];
        await put('to-import/broken/changed.bin', before);
        proxy.stallAfterAnswers(SIZE / 2);
        const id = await begin({
          ...rig.one('to-import/broken/changed.bin'),
          ...rig.through(proxy.port),
        });
        await proxy.stalled();
        await put('to-import/broken/changed.bin', after);
        proxy.cut();
        expect(found(await suite.end(id))).toEqual(finished(['changed.bin', after]));
      }));

    it('leaves nothing when it is cancelled half-way', () =>
      withProxy(async (proxy) => {
        await put('to-import/broken/cancelled.bin', someBytes(SIZE));
        const before = await storedFiles(suite);
        proxy.stallAfterAnswers(SIZE / 2);
        const id = await begin({
          ...rig.one('to-import/broken/cancelled.bin'),
          ...rig.through(proxy.port),
        });
        await proxy.stalled();
        const told = performance.now();
        await suite.server.engine.cancel(suite.asker, id);
        expect(await suite.end(id)).toMatchObject({ status: 'error', code: 'CANCELLED' });
        while ((await storedFiles(suite)).length > before.length) {
          if (performance.now() - told > 5_000) break;
          await new Promise((done) => setTimeout(done, 20));
        }
        expect(await storedFiles(suite)).toEqual(before);
        proxy.cut();
      }));

    it('refuses what is larger than this server takes', async () => {
      const { limits } = suite.server.engine.context;
      const { maxFileSize } = limits;
      await put('to-import/large/file.bin', someBytes(2_001));
      const before = await storedFiles(suite);
      limits.maxFileSize = 2_000;
      try {
        for (const options of [rig.one('to-import/large/file.bin'), rig.many('to-import/large')]) {
          const task = await run(options);
          expect(task).toMatchObject({ status: 'error', code: 'TOO_LARGE' });
          expect(task.message).toContain('2 kB');
        }
      } finally {
        limits.maxFileSize = maxFileSize;
      }
      expect(await storedFiles(suite)).toEqual(before);
    });

    describe('says what went wrong', () => {
      const missing: SourceFailure = {
        title: 'there is no such file',
        options: { [rig.nameField]: rig.one('to-import/failures/missing.txt')[rig.nameField] },
        code: 'SOURCE_FAILED',
        says: ['to-import/failures/missing.txt', /[Cc]heck/],
        field: rig.nameField,
      };
      for (const one of [missing, ...rig.failures]) {
        it(one.title, async () => {
          await put('to-import/failures/there.txt', someBytes(10));
          const base =
            one.of === 'many'
              ? rig.many('to-import/failures')
              : rig.one('to-import/failures/there.txt');
          const task = await run({ ...base, ...one.options });
          expect(task).toMatchObject({ status: 'error', code: one.code });
          for (const words of one.says) expect(task.message).toMatch(pattern(words));
          expect(task.errorFields).toEqual({ [one.field]: [task.message] });
        });
      }
    });

    it('has told no secret in all of this', async () => {
      const said = await suite.allThatWasSaid();
      expect(said.length).toBeGreaterThan(1000);
      for (const secret of rig.secrets) {
        expect(secret.length).toBeGreaterThan(7);
        const at = said.indexOf(secret);
        expect(at < 0 ? '' : said.slice(Math.max(0, at - 200), at)).toBe('');
      }
    });
  });
}

const pattern = (words: string | RegExp): RegExp =>
  typeof words === 'string' ? new RegExp(words.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')) : words;

/** Files in storage, those that are being written among them. */
async function storedFiles({ server }: SuiteEngine): Promise<string[]> {
  const found = await readdir(path.join(server.dir, 'files'), {
    recursive: true,
    withFileTypes: true,
  });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}
