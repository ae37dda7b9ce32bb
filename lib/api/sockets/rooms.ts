import type { ChangeKind } from '#lib/engine/changes.ts';
import { hasEnded } from '#lib/engine/tasks/record.ts';
import type { Bases } from '../describe-task.ts';
import type { Channel } from './channel.ts';

export type Verb = 'created' | 'updated' | 'finished' | 'failed';

/** A socket that listens. */
export type Member = {
  /** Where links in its events lead. */
  bases: Bases;
  /** @param skippable may be left out when the line is slow: there will be another. */
  send(event: string, channel: string, data: unknown, skippable: boolean): void;
};

/** Who listens to one channel of one team, and what they have been told. */
export type Room = {
  /** Each with the name by which it asked for the channel, and the key that allowed it. */
  members: Map<Member, { name: string; keyId: string }>;
  /** By id of a task or job, its status as it was told last. */
  told: Map<string, string>;
};

/** Ids whose last told status a room remembers; a person's channels never end. */
const REMEMBERED = 2_000;

export type Rooms = ReturnType<typeof createRooms>;

/** Rooms exist as long as somebody is in them. Channels are a team's: the same id elsewhere is another room. */
export function createRooms() {
  const rooms = new Map<string, Room>();
  const keyOf = (teamId: string, { of, id }: Channel) => `${teamId} ${of} ${id}`;
  return {
    get size() {
      return rooms.size;
    },
    find: (teamId: string, channel: Channel): Room | undefined => rooms.get(keyOf(teamId, channel)),
    open(teamId: string, channel: Channel): Room {
      const key = keyOf(teamId, channel);
      const room = rooms.get(key) ?? { members: new Map(), told: new Map() };
      rooms.set(key, room);
      return room;
    },
    leave(teamId: string, channel: Channel, member: Member): void {
      const key = keyOf(teamId, channel);
      const room = rooms.get(key);
      room?.members.delete(member);
      if (room?.members.size === 0) rooms.delete(key);
    },
    leaveAll(member: Member): void {
      for (const [key, room] of rooms) {
        room.members.delete(member);
        if (room.members.size === 0) rooms.delete(key);
      }
    },
    /** Takes those out whose key is no longer good. */
    keepKeys(isGood: (keyId: string) => boolean): void {
      for (const [key, room] of rooms) {
        for (const [member, { keyId }] of room.members)
          if (!isGood(keyId)) room.members.delete(member);
        if (room.members.size === 0) rooms.delete(key);
      }
    },
    keyIds(): string[] {
      const ids = new Set<string>();
      for (const room of rooms.values())
        for (const { keyId } of room.members.values()) ids.add(keyId);
      return [...ids];
    },
  };
}

/**
 * What a room is to be told of a task or job that has changed, and notes that it was. The end is told
 * once. @param steady a state without a change of it is not worth an `updated` (jobs).
 */
export function newsFor(
  room: Room,
  one: { id: string; status: string },
  kinds: ReadonlySet<ChangeKind>,
  steady: boolean,
): Verb[] {
  const told = room.told.get(one.id);
  if (told !== undefined && hasEnded({ status: told })) return [];
  remember(room, one);
  const verbs: Verb[] = told === undefined && kinds.has('created') ? ['created'] : [];
  if (hasEnded(one)) return [...verbs, one.status === 'finished' ? 'finished' : 'failed'];
  const moved = steady ? one.status !== (told ?? 'waiting') : kinds.has('changed');
  return moved ? [...verbs, 'updated'] : verbs;
}

/** What somebody who comes late is told: the end, if there was one. @returns to whom. */
export function endForLatecomer(
  room: Room,
  one: { id: string; status: string },
  member: Member,
): { verb: Verb; to: Member[] } | undefined {
  if (!hasEnded(one)) return undefined;
  const told = room.told.get(one.id);
  const others = told === undefined || !hasEnded({ status: told });
  remember(room, one);
  const verb = one.status === 'finished' ? 'finished' : 'failed';
  // The others have not heard yet: they will not be told again.
  return { verb, to: others ? [...room.members.keys()] : [member] };
}

function remember(room: Room, { id, status }: { id: string; status: string }): void {
  room.told.delete(id);
  room.told.set(id, status);
  if (room.told.size > REMEMBERED) {
    const [oldest] = room.told.keys();
    if (oldest !== undefined) room.told.delete(oldest);
  }
}
