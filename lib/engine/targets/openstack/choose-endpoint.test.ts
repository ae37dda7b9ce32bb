import { describe, expect, test } from 'vitest';
import { chooseEndpoint, readEndpoints } from './choose-endpoint.ts';

const V3 = [
  { type: 'identity', endpoints: [{ interface: 'public', region: 'One', url: 'http://keys/v3' }] },
  {
    type: 'object-store',
    endpoints: [
      {
        interface: 'public',
        region: 'One',
        region_id: 'One',
        url: 'https://one.example/v1/AUTH_a',
      },
      { interface: 'internal', region: 'One', region_id: 'One', url: 'http://10.0.0.1/v1/AUTH_a/' },
      { interface: 'public', region_id: 'Two', url: 'https://two.example/swift/v1/' },
    ],
  },
];
const V2 = [
  {
    type: 'object-store',
    endpoints: [
      { region: 'One', publicURL: 'https://one.example/v1/AUTH_a', internalURL: 'http://in/v1/a' },
    ],
  },
];

const choose = (wanted: object, catalog: unknown = V3) =>
  chooseEndpoint(readEndpoints(catalog), {
    region: 'One',
    interface: 'public',
    host: 'keys.example',
    project: 'demo',
    ...wanted,
  });

describe('the object store', () => {
  test.each([
    [{}, V3, 'https://one.example/v1/AUTH_a'],
    [{ interface: 'internal' }, V3, 'http://10.0.0.1/v1/AUTH_a'],
    [{ region: 'Two' }, V3, 'https://two.example/swift/v1'],
    [{ region: 'two' }, V3, 'https://two.example/swift/v1'],
    [{}, V2, 'https://one.example/v1/AUTH_a'],
    [{ interface: 'internal' }, V2, 'http://in/v1/a'],
  ])('for %j', (wanted, catalog, url) => {
    expect(choose(wanted, catalog)).toBe(url);
  });

  test('is missing in a region: which there are', () => {
    expect(() => choose({ region: 'Mars' })).toThrow(
      expect.objectContaining({
        code: 'TARGET_NOT_FOUND',
        message:
          'The cloud at keys.example has no object store in region `Mars`. There is one in `One`, `Two`.',
        fields: { region: [expect.any(String)] },
      }),
    );
  });

  test('has no such interface: which there are', () => {
    expect(() => choose({ region: 'Two', interface: 'admin' })).toThrow(
      expect.objectContaining({ fields: { interface: [expect.stringContaining('`public`')] } }),
    );
  });

  test.each([
    { catalog: null },
    { catalog: [] },
    { catalog: 'x' },
    { catalog: [null, { type: 'identity' }] },
  ])('is not in $catalog', ({ catalog }) => {
    expect(() => choose({}, catalog)).toThrow(/no object store \(Swift\) for project `demo`/);
  });

  test('has an address that is none', () => {
    const catalog = [
      { type: 'object-store', endpoints: [{ region: 'One', interface: 'public', url: 'swift' }] },
    ];
    expect(() => choose({}, catalog)).toThrow(/which is no web address/);
  });
});
