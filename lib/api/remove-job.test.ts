import { expect, test } from 'vitest';
import { inOrderOfRemoval } from './remove-job.ts';

const task = (id: string, status: string, ...inputs: string[]) => ({
  id,
  status,
  inputs: inputs.map((inputId) => ({ inputId })),
});

test('what has ended goes first, and what waits goes before what it waits for', () => {
  const order = inOrderOfRemoval([
    task('import', 'processing'),
    task('export', 'waiting', 'import', 'second'),
    task('second', 'waiting', 'import'),
    task('done', 'finished'),
    task('last', 'waiting', 'export', 'export', 'outside'),
    task('failed', 'error', 'done'),
  ]);
  expect(order).toEqual(['done', 'failed', 'last', 'export', 'second', 'import']);
});
