import { expect, test } from 'vitest';
import { readPage } from './list-blobs.ts';

const page = (blobs: string, next = '') =>
  `\uFEFF<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="files"><Blobs>${blobs}</Blobs><NextMarker>${next}</NextMarker></EnumerationResults>`;
const blob = (name: string, properties: string) =>
  `<Blob><Name>${name}</Name><Properties>${properties}</Properties></Blob>`;

test('names and sizes, whatever stands in the names', () => {
  const xml = page(
    blob('a &amp; b/&lt;ü&gt;.pdf', '<Content-Length>12</Content-Length>') +
      blob('line&#xA;break', '<Content-Length>0</Content-Length>') +
      '<Blob><Name Encoded="true">odd%EF%BF%BE.txt</Name><Properties><Content-Length>3</Content-Length></Properties></Blob>',
    'next&amp;page',
  );
  expect(readPage(xml)).toEqual({
    entries: [
      { name: 'a & b/<ü>.pdf', size: 12 },
      { name: 'line\nbreak', size: 0 },
      { name: 'odd\uFFFE.txt', size: 3 },
    ],
    next: 'next&page',
  });
});

test('folders are no files', () => {
  const xml = page(
    blob('folder', '<Content-Length>0</Content-Length><ResourceType>directory</ResourceType>') +
      blob('marker/', '<Content-Length>0</Content-Length>') +
      blob('file', '<Content-Length>1</Content-Length><ResourceType>file</ResourceType>'),
  );
  expect(readPage(xml)).toEqual({ entries: [{ name: 'file', size: 1 }], next: '' });
});

test('a last page has no marker', () => {
  expect(readPage('<EnumerationResults><Blobs /><NextMarker /></EnumerationResults>')).toEqual({
    entries: [],
    next: '',
  });
});
