import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { requestCode } from './request-code.ts';

const base = 'https://slipway.example.com';

it('writes one input as a string and several as a list, as the protocol takes both', () => {
  const one = requestCode({
    base,
    operation: 'export/url',
    inputs: ['a'],
    options: {},
    secrets: [],
  });
  const two = requestCode({
    base,
    operation: 'export/url',
    inputs: ['a', 'b'],
    options: {},
    secrets: [],
  });
  expect([JSON.parse(one.json).input, JSON.parse(two.json).input]).toEqual(['a', ['a', 'b']]);
});

it('names secrets without showing them', () => {
  const { json, curl } = requestCode({
    base,
    operation: 'export/s3',
    inputs: ['a'],
    options: { bucket: 'b' },
    secrets: ['secret_access_key'],
  });
  expect(JSON.parse(json)).toEqual({ input: 'a', bucket: 'b', secret_access_key: '…' });
  expect(curl).toContain('YOUR_API_KEY');
});

it('gives a shell the body as it is, whatever stands in it', () => {
  const options = { key: `it's "$HOME" \`id\` \\ & ünï` };
  const { curl, json } = requestCode({
    base,
    operation: 'export/s3',
    inputs: ['a'],
    options,
    secrets: [],
  });
  const script = `curl() { while [ $# -gt 0 ]; do [ "$1" = -d ] && printf %s "$2"; shift; done; }\n${curl}`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(json);
});
