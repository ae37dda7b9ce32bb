import { expect, test } from 'vitest';
import type { ChangeKind } from '#lib/engine/changes.ts';
import { createRooms, endForLatecomer, type Member, newsFor } from './rooms.ts';

const member = (): Member => ({ bases: { app: '', files: '' }, send: () => {} });
const channel = { of: 'task', id: 'a' } as const;

function openRoom() {
  const rooms = createRooms();
  const first = member();
  const room = rooms.open('team', channel);
  room.members.set(first, { name: 'private-task.a', keyId: 'key' });
  return { rooms, room, first };
}

const kinds = (...list: ChangeKind[]) => new Set(list);
const task = (status: string) => ({ id: 'a', status });

test('a task is told from its beginning to its end, and the end once', () => {
  const { room } = openRoom();
  expect(newsFor(room, task('waiting'), kinds('created'), false)).toEqual(['created']);
  expect(newsFor(room, task('processing'), kinds('changed'), false)).toEqual(['updated']);
  expect(newsFor(room, task('processing'), kinds('changed'), false)).toEqual(['updated']);
  expect(newsFor(room, task('finished'), kinds('changed', 'ended'), false)).toEqual(['finished']);
  expect(newsFor(room, task('finished'), kinds('ended'), false)).toEqual([]);
});

test('what was over before it could be told is told as begun and ended', () => {
  const { room } = openRoom();
  expect(newsFor(room, task('error'), kinds('created', 'ended'), false)).toEqual([
    'created',
    'failed',
  ]);
});

test('a job is told when its status changes, not with each of its tasks', () => {
  const { room } = openRoom();
  expect(newsFor(room, task('waiting'), kinds('created'), true)).toEqual(['created']);
  expect(newsFor(room, task('waiting'), kinds('created'), true)).toEqual([]);
  expect(newsFor(room, task('processing'), kinds('changed'), true)).toEqual(['updated']);
  expect(newsFor(room, task('processing'), kinds('changed'), true)).toEqual([]);
});

test('who comes late hears the end alone, unless the others have not heard it', () => {
  const { room, first } = openRoom();
  const late = member();
  room.members.set(late, { name: 'private-task.a', keyId: 'key' });
  expect(endForLatecomer(room, task('processing'), late)).toBeUndefined();
  expect(endForLatecomer(room, task('finished'), late)).toEqual({
    verb: 'finished',
    to: [first, late],
  });
  expect(newsFor(room, task('finished'), kinds('ended'), false)).toEqual([]);
  expect(endForLatecomer(room, task('finished'), late)?.to).toEqual([late]);
});

test('a room is gone with the last who was in it, and with the key that let them in', () => {
  const { rooms, first } = openRoom();
  expect(rooms.find('other team', channel)).toBeUndefined();
  rooms.leave('team', channel, first);
  expect(rooms.size).toBe(0);
  const again = openRoom();
  again.rooms.keepKeys((keyId) => keyId !== 'key');
  expect(again.rooms.size).toBe(0);
});
