import { expect, test } from 'vitest';
import { exportS3 } from '#lib/operations/s3.ts';
import { exportSftp } from '#lib/operations/sftp.ts';
import { probeName } from './probe-name.ts';

const OWN = '\\.slipway-probe-[0-9a-f]{12}$';

test.each<[string, object, string]>([
  ['without a name', {}, '^'],
  ['with a prefix', { key_prefix: 'in/box-' }, '^in/box-'],
  ['with an exact name', { key: 'in/box/report.pdf' }, '^in/box/'],
  ['with an exact name in no folder', { key: 'report.pdf' }, '^'],
  ['with a number in the folder', { key: 'part-%03d/report.pdf' }, '^part-001/'],
])('%s it lies where files would', (_, options, start) => {
  expect(probeName(exportS3, { ...options })).toMatch(new RegExp(start + OWN));
});

test('in a folder there is one slash', () => {
  for (const path of ['/srv/in', '/srv/in/'])
    expect(probeName(exportSftp, { path })).toMatch(new RegExp(`^/srv/in/${OWN}`));
});

test('no two are the same', () => {
  expect(probeName(exportS3, {})).not.toBe(probeName(exportS3, {}));
});
