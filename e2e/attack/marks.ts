import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Secrets that can be found again, wherever they got to. */
export function createMarks() {
  const marks: string[] = [];
  return {
    /** A secret of its own: long enough for every rule, and of letters that no encoding changes. */
    make(what: string): string {
      const mark = `MARKED${what.replace(/\W/g, '')}${Math.random().toString(36).slice(2, 12)}SECRET`;
      marks.push(mark);
      return mark;
    },
    /** Which marks stand in a text or in bytes: as they are, in Base64, in hex. */
    find(where: string | Buffer): string[] {
      const text = typeof where === 'string' ? where : where.toString('latin1');
      return marks.filter((mark) => formsOf(mark).some((form) => text.includes(form)));
    },
  };
}

function formsOf(mark: string): string[] {
  const bytes = Buffer.from(mark);
  // Where a text begins within Base64 decides how it looks; its first and last letters mix with others.
  const base64 = [0, 1, 2].map((at) =>
    Buffer.concat([Buffer.alloc(at), bytes])
      .toString('base64')
      .slice(at === 0 ? 0 : 4, -4),
  );
  return [mark, ...base64, bytes.toString('hex'), bytes.toString('hex').toUpperCase()];
}

/** Every file below a folder. */
export function* filesUnder(folder: string): Generator<{ file: string; bytes: Buffer }> {
  for (const entry of globSync('**/*', { cwd: folder, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    yield { file, bytes: readFileSync(file) };
  }
}
