import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headerName } from './checks.ts';
import { looksLikeKeyValues, parseKeyValues, readKeyValueRows } from './key-values.ts';

describe('a pasted block', () => {
  test.each([
    [
      'A: 1\nB: 2',
      [
        ['A', '1'],
        ['B', '2'],
      ],
    ],
    [
      'A: 1\r\n\r\n  B :  two words  \r\n',
      [
        ['A', '1'],
        ['B', 'two words'],
      ],
    ],
    ['Location: https://example.com:8080/?a=b', [['Location', 'https://example.com:8080/?a=b']]],
    ['# notes\nA: 1', [['A', '1']]],
    [
      'a=1\nb=2=3',
      [
        ['a', '1'],
        ['b', '2=3'],
      ],
    ],
    ['time=12:30', [['time', '12:30']]],
    ['Cache-Control: max-age=60', [['Cache-Control', 'max-age=60']]],
    ['Empty:', [['Empty', '']]],
    [
      '-H \'Authorization: Bearer x\' \\\n-H "X-A: b"',
      [
        ['Authorization', 'Bearer x'],
        ['X-A', 'b'],
      ],
    ],
    [
      '{"a":"b","n":1,"t":true,"none":null}',
      [
        ['a', 'b'],
        ['n', '1'],
        ['t', 'true'],
      ],
    ],
    ['', []],
  ])('%j', (text, rows) => {
    expect(parseKeyValues(text)).toEqual({
      ok: true,
      rows: rows.map(([key, value]) => ({ key, value })),
    });
  });

  test.each([
    ['no separator here', /not “key: value”: no separator here/],
    [': nothing before', /not “key: value”/],
    ['{"a": ', /cannot be read as JSON/],
    ['{"a": {"b": 1}}', /“a” holds more than one value/],
  ])('%j is refused in words', (text, message) => {
    expect(parseKeyValues(text)).toMatchObject({
      ok: false,
      message: expect.stringMatching(message),
    });
  });

  test('comes back as it was written, as lines and as JSON', () => {
    const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/);
    const value = fc.string().map((text) => text.replace(/\p{Cc}/gu, '').trim());
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(token, value), { selector: ([key]) => key, minLength: 1 }),
        (entries) => {
          const rows = entries.map(([key, held]) => ({ key, value: held }));
          const lines = rows.map((row) => `${row.key}: ${row.value}`).join('\n');
          expect(parseKeyValues(lines)).toEqual({ ok: true, rows });
          expect(parseKeyValues(JSON.stringify(Object.fromEntries(entries)))).toEqual({
            ok: true,
            rows,
          });
        },
      ),
    );
  });
});

test.each([
  ['A: 1', true],
  ['A: 1\nB: 2', true],
  ['{"a":1}', true],
  ['x-amz-meta-name', false],
  ['urn:example', false],
])('%j looks like a block: %s', (text, expected) => {
  expect(looksLikeKeyValues(text)).toBe(expected);
});

describe('rows', () => {
  const rules = {
    label: 'Headers',
    entry: { key: 'header', value: 'value' },
    checkKey: headerName,
    caseless: true,
    maxRows: 2,
  } as const;

  test('without text are passed over', () => {
    expect(
      readKeyValueRows(
        [
          { key: ' ', value: '' },
          { key: ' a ', value: ' b ' },
        ],
        rules,
      ),
    ).toEqual({
      values: { a: 'b' },
      issues: [],
    });
  });

  test('say at which place what is wrong', () => {
    const rows = [
      { key: '', value: 'x' },
      { key: 'A', value: '' },
      { key: 'a', value: '' },
      { key: 'b c', value: '' },
    ];
    expect(readKeyValueRows(rows, rules).issues).toEqual([
      { path: [0, 'key'], message: 'Give this value a header.' },
      { path: [2, 'key'], message: '“a” is there twice.' },
      { path: [3, 'key'], message: 'A header’s name has only letters, digits and hyphens.' },
      { path: [], message: 'Headers can have 2 entries at most.' },
    ]);
  });

  test('cannot reach the prototype', () => {
    const { values } = readKeyValueRows([{ key: '__proto__', value: 'x' }], { ...rules });
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
  });
});
