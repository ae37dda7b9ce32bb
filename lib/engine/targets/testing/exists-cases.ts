import { expect } from 'vitest';
import { type Case, deliverAs, expectDelivered, expectFinished, expectStored } from './suite.ts';
import { someBytes } from './suite-engine.ts';

/** What happens where a file of that name is already. */
export const EXISTS_CASES = {
  overwrite: {
    title: 'overwrites unless told otherwise',
    async run(suite) {
      const before = await suite.rig.leftovers();
      const sizes = [2 * suite.rig.partSize + 1, 700, 2 * suite.rig.partSize + 5];
      for (const size of sizes) await expectDelivered(suite, 'exists/over.bin', someBytes(size));
      await expectDelivered(suite, 'exists/over.bin', someBytes(3));
      expect(await suite.rig.leftovers()).toEqual(before);
    },
  },

  existsFail: {
    title: 'fails when asked to, small or in parts, and leaves what is there',
    async run(suite) {
      const old = someBytes(100);
      await expectDelivered(suite, 'exists/fail.bin', old);
      const before = await suite.rig.leftovers();
      for (const size of [200, 2 * suite.rig.partSize + 1]) {
        const task = await deliverAs(suite, 'exists/fail.bin', someBytes(size), {
          if_exists: 'fail',
        });
        expect(task).toMatchObject({ status: 'error', code: 'TARGET_EXISTS' });
        expect(task.message).toContain('exists/fail.bin');
        await expectStored(suite, 'exists/fail.bin', old);
      }
      expect(await suite.rig.leftovers()).toEqual(before);
    },
  },

  existsFailNew: {
    title: 'delivers what is new, with `fail` as well',
    async run(suite) {
      for (const size of [0, 200, 2 * suite.rig.partSize + 1])
        await expectDelivered(suite, `exists/new-${size}.bin`, someBytes(size), {
          if_exists: 'fail',
        });
    },
  },

  existsSkip: {
    title: 'skips when asked to, and says so',
    async run(suite) {
      const old = someBytes(100);
      await expectDelivered(suite, 'exists/skip.bin', old);
      const task = await deliverAs(suite, 'exists/skip.bin', someBytes(200), { if_exists: 'skip' });
      expectFinished(task);
      expect(suite.engine.describe(task).result).toMatchObject({ files: [{ skipped: true }] });
      await expectStored(suite, 'exists/skip.bin', old);
    },
  },

  existsRename: {
    title: 'takes the next free name when asked to',
    async run(suite) {
      const contents = [100, 200, 2 * suite.rig.partSize + 1].map(someBytes);
      const names = ['exists/rename.bin', 'exists/rename (2).bin', 'exists/rename (3).bin'];
      for (const bytes of contents)
        expectFinished(await deliverAs(suite, 'exists/rename.bin', bytes, { if_exists: 'rename' }));
      for (const [index, bytes] of contents.entries())
        await expectStored(suite, names[index] ?? '', bytes);
    },
  },

  existsRace: {
    title: 'lets exactly one of two win that want the same new name',
    async run(suite) {
      const { rig, engine } = suite;
      for (const size of [1000, 2 * rig.partSize + 1]) {
        const name = `exists/race-${size}.bin`;
        const contents = [someBytes(size), someBytes(size)];
        const inputs = await Promise.all(
          contents.map((bytes) => engine.addFiles([{ name: 'source.bin', bytes }])),
        );
        const options = { ...rig.optionsFor(name), if_exists: 'fail' };
        const begun = await Promise.all(inputs.map((input) => engine.begin(input, options)));
        const tasks = await Promise.all(begun.map((id) => engine.end(id)));
        const outcomes = tasks.map(({ code }) => code ?? 'finished');
        expect(outcomes.toSorted()).toEqual(['TARGET_EXISTS', 'finished']);
        const winner = contents[outcomes.indexOf('finished')] ?? Buffer.alloc(0);
        await expectStored(suite, name, winner);
      }
    },
  },
} satisfies Record<string, Case>;
