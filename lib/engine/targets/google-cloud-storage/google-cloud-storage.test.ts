import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import type { Failure } from '#lib/errors.ts';
import { refuseName } from './refuse-name.ts';
import { makeFile, type Rig, startRig } from './test-delivery.ts';

let rig: Rig;
const MIB = 1 << 20;
const BLOCK = 256 << 10;

beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());
beforeEach(() => rig.gcs.clearFaults());

const steps = () => rig.gcs.requests().map(({ step, status }) => `${step} ${status || 'broken'}`);
/** What the server was asked while something ran. */
async function asked(run: () => Promise<unknown>): Promise<string[]> {
  const before = steps().length;
  await run();
  return steps()
    .slice(before)
    .filter((step) => !step.startsWith('token'));
}

describe('storing', () => {
  test.each([0, 1, 4 * MIB, 4 * MIB + 1, 5 * MIB, 5 * MIB + BLOCK + 1])(
    '%i bytes',
    async (size) => {
      const { file, bytes } = makeFile(`sizes/${size}`, size);
      const { receipt, errors } = await rig.deliver(file);
      expect(errors).toEqual([]);
      expect(receipt?.location).toBe(`gs://slipway/sizes/${size}`);
      expect(receipt).toMatchObject(
        await rig.client.resource(file.name).then(({ generation, etag }) => ({ generation, etag })),
      );
      expect((await rig.read(file.name)).equals(bytes)).toBe(true);
    },
  );

  test('small files take one request, large ones three', async () => {
    expect(await asked(() => rig.deliver(makeFile('s', 100).file))).toEqual(['multipart 200']);
    expect(await asked(() => rig.deliver(makeFile('l', 5 * MIB).file))).toEqual([
      ...['start 200', 'chunk 308', 'chunk 200'],
    ]);
  });

  test.each([
    ...['a b', 'ä', 'a\u0308', '%25 100%', '#?&=+', `"'\``, 'a/b//c/', '../x', '🙂'],
    'x'.repeat(1024),
  ])('a file called %j', async (name) => {
    for (const size of [3, 4 * MIB + 3]) {
      const { file, bytes } = makeFile(name, size);
      expect((await rig.deliver(file)).errors).toEqual([]);
      expect((await rig.read(name)).equals(bytes)).toBe(true);
    }
  });

  test.each([10, 4 * MIB + 10])('headers and metadata (%i bytes)', async (size) => {
    const options = {
      content_type: 'text/x-own',
      content_disposition: 'attachment; filename="ü.txt"',
      cache_control: 'no-cache',
      storage_class: 'NEARLINE',
      acl: 'publicRead',
      metadata: { 'x-goog-meta-Some-Key': 'data', other: 'ä' },
    };
    const { errors } = await rig.deliver(makeFile('headers', size).file, { options });
    expect(errors).toEqual([]);
    expect(await rig.client.resource('headers')).toMatchObject({
      contentType: 'text/x-own',
      contentDisposition: 'attachment; filename="ü.txt"',
      cacheControl: 'no-cache',
      storageClass: 'NEARLINE',
      metadata: { 'Some-Key': 'data', other: 'ä' },
    });
  });

  test('the project is billed where a bucket asks for it', async () => {
    rig.gcs.makeBucket('pays', { requesterPays: true });
    for (const size of [3, 4 * MIB + 3]) {
      const { errors } = await rig.deliver(makeFile('a', size).file, {
        options: { bucket: 'pays' },
      });
      expect(errors).toEqual([]);
    }
  });
});

describe('a file that must be new', () => {
  test.each([10, 4 * MIB + 10])('leaves what is there (%i bytes)', async (size) => {
    const first = makeFile('new', size, { createOnly: true });
    expect((await rig.deliver(first.file)).receipt).toBeDefined();
    const second = makeFile('new', size, { createOnly: true });
    const { errors } = await rig.deliver(second.file);
    expect(errors).toMatchObject([{ code: 'TARGET_EXISTS' }]);
    expect((await rig.read('new')).equals(first.bytes)).toBe(true);
    await rig.client.ask('DELETE', rig.client.path('new'));
  });

  test.each(['multipart', 'chunk'] as const)(
    'is its own when the answer is lost (%s)',
    async (step) => {
      const size = step === 'chunk' ? 5 * MIB : 10;
      const { file } = makeFile(`lost-${step}`, size, { createOnly: true });
      rig.gcs.fault({ step, skip: step === 'chunk' ? 1 : 0, does: 'lose' });
      const { receipt, errors } = await rig.deliver(file, { attempts: 2 });
      expect(errors).toMatchObject([{ code: 'TARGET_UNREACHABLE', retry: true }]);
      expect(receipt?.generation).toBe((await rig.client.resource(file.name)).generation);
    },
  );

  test('is not taken for its own when the bytes are others', async () => {
    await rig.client.media('others');
    const { file } = makeFile('others', 10, { createOnly: true });
    rig.gcs.fault({ step: 'multipart', does: 'answer', status: 503 });
    const { errors } = await rig.deliver(file, { attempts: 2 });
    expect(errors).toMatchObject([{ code: 'TARGET_UNREACHABLE' }, { code: 'TARGET_EXISTS' }]);
  });

  test('loses the race to one that was made meanwhile', async () => {
    const { file } = makeFile('raced', 5 * MIB, { createOnly: true });
    const original = file.open;
    file.open = async (range) => {
      await rig.client.media('raced');
      return original(range);
    };
    expect((await rig.deliver(file)).errors).toMatchObject([{ code: 'TARGET_EXISTS' }]);
    expect((await rig.read('raced')).toString()).toBe('hello');
  });
});

describe('signing in', () => {
  test('one token serves many files, and is renewed before it ends', async () => {
    const count = () => steps().filter((step) => step === 'token 200').length;
    const session = await rig.open();
    const before = count();
    await Promise.all([1, 2, 3].map((n) => rig.deliver(makeFile(`t${n}`, 9).file, { session })));
    expect(count() - before).toBe(1);
    rig.gcs.set({ tokenSeconds: 1 });
    const short = await rig.open();
    for (const wait of [0, 1000]) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      const { errors } = await rig.deliver(makeFile('t', 9).file, { session: short });
      expect(errors).toEqual([]);
    }
    rig.gcs.set({ tokenSeconds: 3599 });
    expect(count() - before).toBe(3);
  });

  test.each([9, 5 * MIB])('a token that ends too soon is renewed (%i bytes)', async (size) => {
    const session = await rig.open();
    await rig.deliver(makeFile('t', 9).file, { session });
    rig.gcs.expireTokens();
    const { receipt } = await rig.deliver(makeFile('t', size).file, { session });
    expect(receipt).toBeDefined();
  });

  test('a token that ends half-way does not break a large file', async () => {
    const { file } = makeFile('half-way', 5 * MIB);
    const original = file.open;
    file.open = async (range) => {
      rig.gcs.expireTokens();
      return original(range);
    };
    expect((await rig.deliver(file)).errors).toEqual([]);
  });

  test('keys come in PKCS#8 and PKCS#1, and with literal \\n', async () => {
    const { private_key } = rig.gcs.serviceAccount;
    const pkcs1 = createPrivateKey(private_key).export({ type: 'pkcs1', format: 'pem' }).toString();
    for (const key of [pkcs1, private_key.replaceAll('\n', '\\n')]) {
      const { errors } = await rig.deliver(makeFile('k', 9).file, {
        options: { private_key: key },
      });
      expect(errors).toEqual([]);
    }
  });

  const elliptic = () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
  test.each([
    ['no key', 'not a key', /cannot be read/],
    ['a key of another kind', elliptic(), /no RSA key/],
  ])('%s is said before anything is sent', async (_, private_key, words) => {
    const failure = await rig.open({ private_key }).catch((error: Failure) => error);
    expect(failure).toMatchObject({
      code: 'TARGET_AUTH_FAILED',
      message: expect.stringMatching(words),
    });
    expect(Object.keys((failure as Failure).fields ?? {})).toEqual(['private_key']);
  });

  test('a clock that is wrong is said to be', async () => {
    const clock = testClock(new Date(Date.now() + 2 * 3_600_000));
    const { errors } = await rig.deliver(makeFile('c', 9).file, { clock });
    expect(errors).toMatchObject([
      { code: 'TARGET_AUTH_FAILED', message: expect.stringContaining('by 120 minutes (ahead)') },
    ]);
  });
});

test('names that cannot be', () => {
  const refuse = (name: string) => refuseName(name);
  for (const name of ['', '.', '..', 'a\nb', 'x'.repeat(1025), '.well-known/acme-challenge/x']) {
    expect(refuse(name)).toMatch(/\.$|”\.$/);
  }
  for (const name of ['...', 'a/../b', 'x'.repeat(1024), 'ü'.repeat(512)]) {
    expect(refuse(name)).toBeUndefined();
  }
});
