import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTasks } from './tasks/create-tasks.ts';
import { startTestEngine, type TestEngine } from './test-engine.ts';
import { testTasks } from './test-tasks.ts';

let rig: TestEngine;
beforeAll(async () => {
  rig = await startTestEngine();
});
afterAll(() => rig.stop());

/** What becomes of the files that the rest is made of. */
const fate = fc.constantFrom('uploaded', 'uploaded', 'cancelled', 'deleted');
const node = fc.record({
  /** Of those before it, counted from the files on. */
  inputs: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  ignoreError: fc.boolean(),
  /** Run by a worker; the others are run in an instant. */
  archive: fc.boolean(),
});
const graph = fc.record({
  files: fc.array(fate, { minLength: 1, maxLength: 4 }),
  nodes: fc.array(node, { minLength: 1, maxLength: 8 }),
  /** So many first nodes are made before anything happens; the rest comes in the middle of it. */
  early: fc.nat(8),
});

type State = 'finished' | 'failed' | 'failed, ignored';

/** How all must end, whatever happens first. */
function predict(files: string[], nodes: { inputs: number[]; ignoreError: boolean }[]): State[] {
  const states: State[] = files.map((one) => (one === 'uploaded' ? 'finished' : 'failed'));
  for (const { inputs, ignoreError } of nodes) {
    const of = inputs.map((input) => states[input % states.length]);
    const runs = !of.includes('failed') && of.includes('finished');
    states.push(runs ? 'finished' : ignoreError ? 'failed, ignored' : 'failed');
  }
  return states.slice(files.length);
}

test('graphs of tasks end as their inputs say, in whatever order these end', async () => {
  const { engine } = rig;
  const asker = await rig.createTeam();
  const tasks = testTasks(rig, asker);
  const ends = new Map<string, number>();
  engine.onTaskChange((id, kind) => {
    if (kind === 'ended') ends.set(id, (ends.get(id) ?? 0) + 1);
  });
  const check = fc.asyncProperty(graph, async ({ files, nodes, early }) => {
    const roots = await Promise.all(files.map(tasks.makeWaiting));
    const jobId = await tasks.makeJob();
    const ids = [...roots];
    const creations = nodes.map(({ inputs, ignoreError, archive }, index) => {
      const creation = tasks.creation(
        inputs.map((input) => ids[input % ids.length] ?? ''),
        {
          ...{ options: { archive_multiple_files: archive }, ignoreError },
          job: { id: jobId, name: `task-${index}` },
        },
      );
      ids.push(creation.task.id ?? '');
      return creation;
    });
    const create = (some: typeof creations) =>
      engine.context.transaction((tx) => createTasks(tx, engine.context, some));
    await create(creations.slice(0, early));
    await Promise.all([
      create(creations.slice(early)),
      ...roots.map((id, index) => {
        if (files[index] === 'uploaded') return tasks.upload(id, `${index}.txt`);
        return files[index] === 'cancelled' ? engine.cancel(asker, id) : engine.remove(asker, id);
      }),
    ]);
    const made = ids.slice(roots.length);
    const ended = await Promise.all(made.map(tasks.ended));
    const states = ended.map(({ status, code, ignoreError }) =>
      status === 'finished' && code === null
        ? 'finished'
        : code === 'INPUT_TASK_FAILED' && (ignoreError ? 'failed, ignored' : 'failed'),
    );
    expect(states).toEqual(predict(files, nodes));
    expect(ended.map(({ attempts, runId }) => [attempts, runId])).toEqual(
      made.map(() => [1, null]),
    );
    expect(made.map((id) => ends.get(id))).toEqual(made.map(() => 1));
    const job = await rig.db.prisma.job.findUnique({ where: { id: jobId } });
    expect(job?.status).toBe(states.includes('failed') ? 'error' : 'finished');
  });
  await fc.assert(check, { numRuns: 30 });
  expect(await tasks.queued()).toBe(0);
}, 60_000);
