import { describe, expect, test, vi } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { Failure } from '#lib/errors.ts';
import { createEgress } from '../egress.ts';
import { defineProbe, type Probe, type ProbeContext } from './probe.ts';
import type { ProbeStep } from './report.ts';
import { runSteps } from './run-steps.ts';

type Id = 'first' | 'second' | 'third';
type Run = (context: ProbeContext<Id>) => Promise<void>;

const probeOf = (run: Run): Probe =>
  defineProbe<Id>({
    steps: { first: 'One', second: 'Two', third: 'Three' },
    run: (_, context) => run(context),
  }) as Probe;

async function start(
  run: Run,
  { signal = new AbortController().signal, deadlineMs = 10_000 } = {},
) {
  const told: ProbeStep[] = [];
  const trouble = vi.fn();
  const report = await runSteps({
    probe: probeOf(run),
    options: {},
    name: 'folder/name',
    egress: createEgress({ allow: '' }),
    clock: systemClock,
    signal,
    deadlineMs,
    redact: (text) => text.replaceAll('secret', '•••'),
    onStep: (step) => told.push(step),
    onTrouble: trouble,
  });
  return { report, told, trouble };
}

const never = () => new Promise<never>(() => {});

describe('steps', () => {
  test('are told in their order, with what came of each', async () => {
    const { report, told } = await start(async ({ step }) => {
      const value = await step('first', () => 5);
      await step('second', (tell) => tell.passed(`It was ${value}.`));
      await step('third', (tell) => tell.notPermitted('Not that.', 'HTTP 403'));
    });
    expect(report).toMatchObject({
      passed: true,
      steps: [
        { id: 'first', title: 'One', state: 'passed', took: expect.any(Number) },
        { id: 'second', title: 'Two', state: 'passed', message: 'It was 5.' },
        { id: 'third', state: 'not-permitted', message: 'Not that.', detail: 'HTTP 403' },
      ],
    });
    expect(told).toEqual(report.steps);
    expect(report.left).toBeUndefined();
  });

  test('after one that failed are skipped, and it names its field', async () => {
    const words = 'Correct the bucket.';
    const { report, trouble } = await start(async ({ step }) => {
      await step('first', () => {});
      await step('second', () => {
        throw new Failure('TARGET_NOT_FOUND', words, {
          fields: { bucket: [words] },
          detail: 'HTTP 404',
        });
      });
      await step('third', () => {});
    });
    expect(report.passed).toBe(false);
    expect(report.steps.map(({ state }) => state)).toEqual(['passed', 'failed', 'skipped']);
    expect(report.steps[1]).toMatchObject({
      code: 'TARGET_NOT_FOUND',
      message: words,
      fields: { bucket: [words] },
      detail: 'HTTP 404',
    });
    expect(trouble).not.toHaveBeenCalled();
  });

  test('tell no secrets', async () => {
    const { report, told } = await start(async ({ step }) => {
      await step('first', (tell) => tell.passed('It has secret in it.'));
      await step('second', () => {
        throw new Failure('TARGET_DENIED', 'The secret is wrong.', {
          fields: { key: ['secret!'] },
          detail: 'HTTP 403 secret',
        });
      });
    });
    expect(JSON.stringify([report, told])).not.toContain('secret');
    expect(report.steps[1]).toMatchObject({
      message: 'The ••• is wrong.',
      fields: { key: ['•••!'] },
    });
  });

  test('that break in a way nobody foresaw fail, and somebody is told', async () => {
    const bug = new TypeError('x is not a function');
    const { report, trouble } = await start(async ({ step }) => {
      await step('first', () => {
        throw bug;
      });
    });
    expect(report.steps[0]).toMatchObject({ state: 'failed', code: 'INTERNAL' });
    expect(trouble).toHaveBeenCalledWith(bug, 'bug');
  });
});

describe('the deadline', () => {
  test('ends a step that hangs, at the field of its address', async () => {
    const { report } = await start(
      async ({ step }) => {
        await step('first', never, 'endpoint');
        await step('second', () => {});
      },
      { deadlineMs: 50 },
    );
    const [first, second] = report.steps;
    expect(first).toMatchObject({ state: 'failed', code: 'DEADLINE_EXCEEDED' });
    expect(Object.keys(first?.fields ?? {})).toEqual(['endpoint']);
    expect(second?.state).toBe('skipped');
  });

  test('tells the step through its signal', async () => {
    const { report } = await start(
      ({ step, signal }) =>
        step('first', () => new Promise((_, reject) => signal.addEventListener('abort', reject))),
      { deadlineMs: 50 },
    );
    expect(report.steps[0]).toMatchObject({ state: 'failed', code: 'DEADLINE_EXCEEDED' });
  });
});

describe('what is left', () => {
  const leave =
    (removed: string[], fail?: Failure): Run =>
    async ({ step, leaves, atEnd }) => {
      atEnd(() => void removed.push('closed'));
      await step('first', () => {
        leaves(async () => void removed.push('one'));
      });
      await step('second', () => {
        leaves(async () => void removed.push('two'));
        if (fail) throw fail;
      });
    };

  test('is removed, the newest first, before anything is closed', async () => {
    const removed: string[] = [];
    await start(leave(removed));
    expect(removed).toEqual(['two', 'one', 'closed']);
  });

  test('of a step that broke off is removed: it may be there', async () => {
    const removed: string[] = [];
    await start(leave(removed, new Failure('TARGET_UNREACHABLE')));
    expect(removed).toEqual(['two', 'one', 'closed']);
  });

  test('of a step that was refused is nothing', async () => {
    const removed: string[] = [];
    await start(leave(removed, new Failure('TARGET_DENIED')));
    expect(removed).toEqual(['one', 'closed']);
  });

  test('is not removed twice', async () => {
    const removed: string[] = [];
    await start(async ({ step, leaves }) => {
      const left = await step('first', () => leaves(async () => void removed.push('one')));
      await step('second', () => left.gone());
    });
    expect(removed).toEqual([]);
  });

  test('is removed when nobody waits for the test any more, whose reason is thrown', async () => {
    const removed: string[] = [];
    const stop = new AbortController();
    const running = start(
      async ({ step, leaves, atEnd }) => {
        atEnd(() => void removed.push('closed'));
        await step('first', () => {
          leaves(async (signal) => {
            signal.throwIfAborted();
            removed.push('one');
          });
          stop.abort(new Error('enough'));
          return never();
        });
      },
      { signal: stop.signal },
    );
    await expect(running).rejects.toThrow('enough');
    expect(removed).toEqual(['one', 'closed']);
  });

  test('and cannot be removed is told, to whoever runs the server too', async () => {
    const error = new Error('no');
    const { report, trouble } = await start(async ({ step, leaves }) => {
      await step('first', () => {
        leaves(() => Promise.reject(error));
      });
    });
    expect(report).toMatchObject({ passed: true, left: 'folder/name' });
    expect(trouble).toHaveBeenCalledWith(error, 'left');
  });
});
