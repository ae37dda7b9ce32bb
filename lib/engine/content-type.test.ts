import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { contentType } from './content-type.ts';

const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489',
  'hex',
);
const PDF = Buffer.from('%PDF-1.7\n%âãÏÓ\n', 'latin1');
const CFB = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
const XML = Buffer.from('<?xml version="1.0"?><root/>');

function zip(name: string): Buffer {
  const data = deflateRawSync('x');
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt32LE(1, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), data]);
}

test.each([
  ['bytes decide over a lying name', PNG, 'evil.html', 'image/png'],
  ['bytes decide without a name', PDF, 'document', 'application/pdf'],
  ['the name tells the kind of text', Buffer.from('a,b\n1,2\n'), 'table.csv', 'text/csv'],
  ['JSON', Buffer.from('{"a":1}'), 'a.json', 'application/json'],
  ['HTML', Buffer.from('<p>hi'), 'a.html', 'text/html'],
  ['Markdown', Buffer.from('# hi'), 'a.md', 'text/markdown'],
  ['SVG', SVG, 'a.svg', 'image/svg+xml'],
  ['SVG with an XML head', Buffer.concat([XML, SVG]), 'a.svg', 'image/svg+xml'],
  ['TypeScript is no video', Buffer.from('export const a = 1;'), 'a.ts', 'text/plain'],
  ['text called a picture', Buffer.from('hello'), 'a.png', 'text/plain'],
  ['text of no known kind', Buffer.from('grüße'), 'notes', 'text/plain'],
  ['text cut within a character', Buffer.from('grüß').subarray(0, 3), 'a.txt', 'text/plain'],
  ['UTF-16 with a mark', Buffer.from('\ufeffhi', 'utf16le'), 'a.txt', 'text/plain'],
  [
    'Latin-1',
    Buffer.from('Gr\xfc\xdfe aus K\xf6ln, sch\xf6n war es hier', 'latin1'),
    'a.txt',
    'text/plain',
  ],
  ['a plain ZIP', zip('a.txt'), 'a.zip', 'application/zip'],
  [
    'a ZIP that is called a Word file',
    zip('a.bin'),
    'a.docx',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
  ['a ZIP that is called a picture is a ZIP', zip('a.txt'), 'a.png', 'application/zip'],
  ['an old Word file', CFB, 'a.doc', 'application/msword'],
  ['binary with a textual name', Buffer.from([1, 0, 2, 0]), 'a.csv', 'application/octet-stream'],
  ['binary with no name to go by', Buffer.from([1, 0, 2, 0]), 'blob', 'application/octet-stream'],
  [
    'binary of a kind without signature',
    Buffer.from([1, 0, 2, 0, 250]),
    'a.pages',
    'application/vnd.apple.pages',
  ],
  ['an empty file goes by its name', Buffer.alloc(0), 'a.csv', 'text/csv'],
  ['an empty file without one', Buffer.alloc(0), 'empty', 'application/octet-stream'],
])('%s', async (_, head, filename, type) => {
  expect(await contentType(head, filename)).toBe(type);
});
