import { expect } from 'vitest';
import { type Case, expectDelivered, expectFinished, expectStored } from './suite.ts';
import { someBytes } from './suite-engine.ts';

const NAMES = {
  spaces: 'two  spaces and more.txt',
  composed: 'Gr\u00fc\u00dfe \u65e5\u672c\u8a9e \ud83d\ude80.txt',
  decomposed: 'Gru\u0308\u00dfe \u65e5\u672c\u8a9e \ud83d\ude80.txt',
  percent: '100% of %41 and %2F.txt',
  hash: 'number #1.txt',
  question: 'what?a=b&c=d.txt',
  plus: 'one+one=two.txt',
  quotes: `"double" and 'single' and \`back\`.txt`,
  brackets: 'a[0]{1}(2)<3>|~^;:,@!$*.txt',
  slashes: 'deep/er/and deeper/still.txt',
  long: `${'x'.repeat(251)}.txt`,
};

/** In options a per cent sign begins a placeholder, unless it is doubled. */
export const literal = (name: string): string => name.replaceAll('%', '%%');

/** Names arrive as they are, and many files do not get into each other's way. */
export const NAMES_CASES = {
  names: {
    title: `names: ${Object.keys(NAMES).join(', ')}`,
    async run(suite) {
      const files = Object.values(NAMES).map((name) => ({
        name: `names/${name}`,
        bytes: someBytes(500),
      }));
      await Promise.all(files.map(({ name, bytes }) => expectDelivered(suite, name, bytes)));
      // Once more, when all are there: none has taken the place of another.
      for (const { name, bytes } of files) await expectStored(suite, name, bytes);
      const listed = await suite.rig.list('names/');
      expect(listed.sort()).toEqual(files.map(({ name }) => name).sort());
    },
  },

  manyFiles: {
    title: '200 files in one task',
    async run(suite) {
      const { rig, engine } = suite;
      const files = Array.from({ length: 200 }, (_, index) => ({
        name: `file-${index + 1}.bin`,
        bytes: someBytes(2_000),
      }));
      const task = await engine.deliver(files, rig.optionsIn('many'));
      expectFinished(task);
      expect(task.deliveries).toHaveLength(200);
      const listed = await rig.list('many/');
      expect(listed.sort()).toEqual(files.map(({ name }) => `many/${name}`).sort());
      for (const { name, bytes } of [0, 99, 199].flatMap((index) => files[index] ?? []))
        await expectStored(suite, `many/${name}`, bytes);
    },
  },

  placeholders: {
    title: 'counts files where the name says so',
    async run(suite) {
      const { rig, engine } = suite;
      const files = ['a', 'b', 'c'].map((name) => ({ name, bytes: someBytes(100) }));
      const input = await engine.addFiles(files);
      const patterns = {
        'numbers/%d of three.bin': (number: number) => `numbers/${number} of three.bin`,
        'numbers/%03d.bin': (number: number) => `numbers/00${number}.bin`,
        'numbers/100%% %d.bin': (number: number) => `numbers/100% ${number}.bin`,
      };
      for (const [pattern, nameOf] of Object.entries(patterns)) {
        const named = rig.optionsFor('x');
        const field = rig.operation.naming.pattern ?? '';
        const options = { ...named, [field]: String(named[field]).replace(/x$/, pattern) };
        expectFinished(await engine.end(await engine.begin(input, options)));
        for (const [index, { bytes }] of files.entries())
          await expectStored(suite, nameOf(index + 1), bytes);
      }
    },
  },

  collision: {
    title: 'refuses one name for several files, and sends nothing',
    async run({ rig, engine }) {
      const files = ['a', 'b'].map((name) => ({ name, bytes: someBytes(100) }));
      const task = await engine.deliver(files, rig.optionsFor('collision/same.bin'));
      expect(task).toMatchObject({ status: 'error', code: 'NAME_COLLISION' });
      const field = rig.operation.naming.pattern;
      if (field) expect(Object.keys(task.errorFields ?? {})).toEqual([field]);
      expect(await rig.list('collision/')).toEqual([]);
    },
  },

  duplicates: {
    title: 'tells files of the same name apart',
    async run(suite) {
      const { rig, engine } = suite;
      const files = [1, 2].map(() => ({ name: 'same.txt', bytes: someBytes(100) }));
      const inputs: string[] = [];
      for (const file of files) inputs.push(await engine.addFiles([file]));
      const task = await engine.end(await engine.begin(inputs, rig.optionsIn('twice')));
      expectFinished(task);
      for (const [index, name] of ['twice/same.txt', 'twice/same (2).txt'].entries())
        await expectStored(suite, name, files[index]?.bytes ?? Buffer.alloc(0));
    },
  },
} satisfies Record<string, Case>;
