import { expect, test } from 'vitest';
import { parseChannel } from './channel.ts';

const id = '6559c281-ed85-4728-80db-414561c631e9';

test.each([
  [`private-task.${id}`, 'task'],
  [`private-job.${id}`, 'job'],
  [`private-jobs.${id}`, 'job'],
  [`private-job.${id}.tasks`, 'job-tasks'],
  [`private-jobs.${id}.tasks`, 'job-tasks'],
  [`private-user.${id}.jobs`, 'user-jobs'],
  [`private-user.${id}.tasks`, 'user-tasks'],
])('%s is a channel', (name, of) => {
  expect(parseChannel(name)).toEqual({ of, id });
});

test.each([
  `task.${id}`,
  `private-task.${id}.tasks`,
  `private-task.${id} `,
  `private-user.${id}`,
  'private-task.',
  `private-task.${'a'.repeat(5000)}`,
  '',
  undefined,
  7,
  { channel: id },
])('%j is none', (name) => {
  expect(parseChannel(name)).toBeUndefined();
});
