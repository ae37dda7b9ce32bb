import { expect, test } from 'vitest';
import { exportS3 } from '#lib/operations/s3.ts';
import { findVendor, VENDORS } from './vendors.ts';

test.each([
  ['https://s3.eu-central-1.amazonaws.com', 'aws'],
  ['https://s3.cn-north-1.amazonaws.com.cn', 'aws'],
  ['https://fra1.digitaloceanspaces.com', 'digitalocean'],
  ['https://0123abc.r2.cloudflarestorage.com', 'r2'],
  ['https://0123abc.eu.r2.cloudflarestorage.com', 'r2'],
  ['https://s3.eu-central-003.backblazeb2.com', 'backblaze'],
  ['https://s3.eu-central-2.wasabisys.com', 'wasabi'],
  ['https://storage.googleapis.com', 'google'],
  ['https://oss-eu-central-1.aliyuncs.com', 'alibaba'],
  ['https://fsn1.your-objectstorage.com', 'ceph'],
  ['http://127.0.0.1:7480', 'other'],
  ['https://amazonaws.com.evil.example', 'other'],
  ['https://notamazonaws.com', 'other'],
])('%s is %s', (endpoint, vendor) => {
  expect(findVendor('auto', new URL(endpoint))).toBe(vendor);
  expect(findVendor(undefined, new URL(endpoint))).toBe(vendor);
});

test('without an endpoint it is Amazon, and a choice comes before the host', () => {
  expect(findVendor(undefined, undefined)).toBe('aws');
  expect(findVendor('ceph', new URL('https://s3.amazonaws.com'))).toBe('ceph');
});

test('a vendor that nobody knows is told by the host', () => {
  expect(findVendor('constructor', new URL('https://fra1.digitaloceanspaces.com'))).toBe(
    'digitalocean',
  );
});

test('the form offers each of them', () => {
  const offered = exportS3.fields.vendor.meta.options?.map(({ value }) => value);
  expect(offered?.sort()).toEqual(['auto', ...Object.keys(VENDORS)].sort());
});
