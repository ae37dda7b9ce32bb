import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderOf, locationOf, temporaryPath } from './remote-path.ts';

describe('temporary names', () => {
  it('stand beside the file and are short enough, whatever it is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 255 }), (name) => {
        const segment = name.replaceAll('/', '_');
        const path = temporaryPath(`folder/${segment}`);
        const own = path.slice('folder/'.length);
        expect(folderOf(path)).toBe('folder');
        expect(own.startsWith('.')).toBe(true);
        expect(own).toMatch(/\.[0-9a-f]{12}\.slipway-part$/);
        expect(Buffer.byteLength(own)).toBeLessThanOrEqual(255);
        if (segment.isWellFormed()) expect(own.isWellFormed()).toBe(true);
      }),
    );
  });

  it('differ each time', () => {
    expect(temporaryPath('a')).not.toBe(temporaryPath('a'));
  });

  it('stand in the root where the file does', () => {
    expect(temporaryPath('/a')).toMatch(/^\/\.a\./);
    expect(folderOf('/a')).toBe('/');
    expect(folderOf('a')).toBe('');
    expect(folderOf('/a/b/c')).toBe('/a/b');
  });
});

describe('locations', () => {
  it('are whole paths that read as they were given', () => {
    expect(locationOf('h', '/x/100% #1.txt', '/home/u')).toBe('sftp://h/x/100% #1.txt');
    expect(locationOf('h:2222', 'x/y', '/home/u')).toBe('sftp://h:2222/home/u/x/y');
    expect(locationOf('h', 'x', '/')).toBe('sftp://h/x');
    expect(locationOf('h', 'x', undefined)).toBe('sftp://h/~/x');
  });
});
