import { describe, expect, test } from 'vitest';
import { partsOf } from '../../delivery/send-parts.ts';
import { readInfo, USUAL_LIMITS } from './limits.ts';
import { manifestOf } from './manifest.ts';
import { segmentHeaders } from './object-headers.ts';
import { refuseName } from './refuse-name.ts';
import { planUpload, readCheckpoint, segmentContainerOf, segmentName } from './segments.ts';
import { readSettings } from './settings.ts';

const MIB = 1 << 20;

describe('an upload in segments', () => {
  test('is planned so that the store takes all of them', () => {
    const plan = (size: number) =>
      planUpload('n', size, { segmentSize: 64 * MIB, maxSegments: 1000 });
    expect(plan(1024 * MIB).segmentSize).toBe(64 * MIB);
    const huge = plan(5e12);
    expect(huge.segmentSize % MIB).toBe(0);
    expect(Math.ceil(5e12 / huge.segmentSize)).toBeLessThanOrEqual(1000);
  });

  test('has names of its own, in order, that are not too long', () => {
    const limits = { segmentSize: MIB, maxSegments: 1000 };
    const long = planUpload('ü'.repeat(512), 1, limits);
    const name = segmentName(long, 1000);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(1024);
    expect(name.isWellFormed()).toBe(true);
    expect(name).not.toContain('\ufffd');
    expect(segmentName(long, 9) < segmentName(long, 10)).toBe(true);
    expect(planUpload('n', 1, limits).prefix).not.toBe(planUpload('n', 1, limits).prefix);
  });

  test('goes on from what was saved, and from nothing else', () => {
    const saved = { prefix: 'n/slipway/1/', segmentSize: MIB };
    expect(readCheckpoint(saved)).toEqual(saved);
    for (const other of [undefined, null, 'x', {}, { prefix: '', segmentSize: 1 }]) {
      expect(readCheckpoint(other)).toBeUndefined();
    }
  });

  test('goes beside the container, if that can have such a name', () => {
    expect(segmentContainerOf('c')).toBe('c_segments');
    expect(segmentContainerOf('c'.repeat(248))).toBeUndefined();
  });

  test('is joined in order, each segment with size and MD5', () => {
    const checkpoint = { prefix: 'ü/1/', segmentSize: 10 };
    const segments = partsOf(15, 10).map((part) => ({ part, etag: `${part.number}` }));
    const { body, etag } = manifestOf(segments, { container: 'c_segments', checkpoint });
    expect(JSON.parse(body)).toEqual([
      { path: '/c_segments/ü/1/000001', etag: '1', size_bytes: 10 },
      { path: '/c_segments/ü/1/000002', etag: '2', size_bytes: 5 },
    ]);
    // md5('12')
    expect(etag).toBe('c20ad4d76fe97759aa27a0c99bff6710');
  });

  test('outlives the object that it makes', () => {
    const settings = readSettings({ auth_url: 'https://k', container: 'c', delete_after: 60 });
    expect(Number(segmentHeaders(settings)['x-delete-after'])).toBeGreaterThan(86_400);
  });
});

test('a store tells its limits, or the usual ones hold', () => {
  expect(readInfo({ swift: { max_file_size: 7 }, slo: { max_manifest_segments: 3 } })).toEqual({
    maxFileSize: 7,
    maxSegments: 3,
    isKnown: true,
  });
  expect(readInfo({ swift: {} })).toMatchObject({ maxSegments: undefined, isKnown: true });
  expect(readInfo({ swift: {}, slo: {} })).toMatchObject({ maxSegments: USUAL_LIMITS.maxSegments });
  for (const other of [undefined, 'x', {}]) expect(readInfo(other)).toBeUndefined();
});

describe('settings', () => {
  const read = (options: object) =>
    readSettings({ auth_url: 'https://k.example', container: 'c', ...options });

  test('headers carry UTF-8, and metadata one prefix', () => {
    const { headers } = read({
      metadata: { 'X-Object-Meta-a': 'ü', b: 1 },
      cache_control: 'no-cache',
    });
    expect(headers).toEqual({
      'x-object-meta-a': 'Ã¼',
      'x-object-meta-b': '1',
      'cache-control': 'no-cache',
    });
  });

  test.each([
    [{ metadata: { 'a b': 'x' } }, 'metadata'],
    [{ metadata: { a: 'x\ny' } }, 'metadata'],
    [{ content_disposition: 'a\r\nb: c' }, 'content_disposition'],
    [{ content_type: 'a\nb' }, 'content_type'],
    [{ auth_url: 'keys' }, 'auth_url'],
    [{ container: 'a/b' }, 'container'],
    [{ container: '..' }, 'container'],
  ])('%j cannot be', (options, field) => {
    expect(() => read(options)).toThrow(
      expect.objectContaining({ fields: { [field]: [expect.any(String)] } }),
    );
  });

  test('a copied address is cut to what is meant', () => {
    const path = (auth_url: string) => read({ auth_url }).authUrl.pathname;
    expect(path('https://k/v3/auth/tokens')).toBe('/v3');
    expect(path('https://k/identity/v2.0/tokens')).toBe('/identity/v2.0');
    expect(path('https://u:p@k/auth/v1.0/?x')).toBe('/auth/v1.0');
  });

  test('an application credential comes before a password, when it is whole', () => {
    expect(read({ username: 'u', application_credential_id: 'i' }).credentials.kind).toBe(
      'password',
    );
    const both = {
      username: 'u',
      application_credential_id: 'i',
      application_credential_secret: 's',
    };
    expect(read(both).credentials).toEqual({
      kind: 'application_credential',
      id: 'i',
      secret: 's',
    });
  });
});

test.each(['', 'a\0b', '\ud800', 'x'.repeat(1025), 'a/../b', './a', '..'])(
  '%j is no name',
  (name) => {
    expect(refuseName(name)).toMatch(/\.$/);
  },
);

test.each(['a', '/a', 'a//b', 'a/', '...', '.a', 'ü'.repeat(512), '%2e%2e', 'a\\b'])(
  '%j is a name',
  (name) => {
    expect(refuseName(name)).toBeUndefined();
  },
);
