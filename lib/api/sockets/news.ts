import type { Logger } from 'pino';
import type { Db } from '#lib/db/open.ts';
import type { ChangeKind } from '#lib/engine/changes.ts';
import { type TaskRecord, WITH_ALL } from '#lib/engine/tasks/record.ts';
import { describeJob, type JobRecord, WITH_TASKS } from '../describe-job.ts';
import { type Describer, describeTask } from '../describe-task.ts';
import { type Channel, channelsOfJob, channelsOfTask } from './channel.ts';
import {
  endForLatecomer,
  type Member,
  newsFor,
  type Room,
  type Rooms,
  type Verb,
} from './rooms.ts';

/** Tasks that are read at a time. */
const BATCH = 200;

export type News = {
  /** A task has changed. Cheap: what it is now is read later, many together, and only if somebody listens. */
  note(taskId: string, kind: ChangeKind): void;
  /**
   * Lets a member into a room, and tells it what has ended already.
   *
   * @returns false when there is no such task or job in the team.
   */
  join(teamId: string, channel: Channel, member: Member, by: MemberOf): Promise<boolean>;
};

type MemberOf = { name: string; keyId: string };

/** Tells rooms of changes. Reading and joining happen one after the other, so that nothing is told twice. */
export function createNews(
  { prisma, log, signers }: { prisma: Db; log: Logger; signers: Describer },
  rooms: Rooms,
): News {
  let pending = new Map<string, Set<ChangeKind>>();
  let line: Promise<unknown> = Promise.resolve();
  let telling = false;

  const inLine = <T>(step: () => Promise<T>): Promise<T> => {
    const done = line.then(step);
    line = done.catch(() => {});
    return done;
  };

  function send(room: Room, to: Iterable<Member>, verbs: Verb[], subject: TaskRecord | JobRecord) {
    const thing = 'operation' in subject ? 'task' : 'job';
    const byBase = new Map<string, unknown>();
    for (const member of to) {
      const name = room.members.get(member)?.name;
      if (!name) continue;
      const { bases } = member;
      const base = `${bases.app} ${bases.files}`;
      const data =
        byBase.get(base) ??
        ('operation' in subject
          ? { task: describeTask(subject, bases, signers) }
          : { job: describeJob(subject, bases, signers) });
      byBase.set(base, data);
      for (const verb of verbs) member.send(`${thing}.${verb}`, name, data, verb === 'updated');
    }
  }

  async function tellAll(): Promise<void> {
    while (pending.size > 0) {
      const taken = [...pending].slice(0, BATCH);
      for (const [id] of taken) pending.delete(id);
      if (rooms.size > 0) await tell(new Map(taken));
    }
  }

  async function tell(changes: Map<string, Set<ChangeKind>>): Promise<void> {
    const heads = await prisma.task.findMany({
      where: { id: { in: [...changes.keys()] } },
      select: { id: true, teamId: true, jobId: true, createdById: true },
    });
    const heard = (teamId: string, channels: Channel[]) =>
      channels.flatMap((channel) => rooms.find(teamId, channel) ?? []);
    const taskIds: string[] = [];
    const kindsOfJob = new Map<string, Set<ChangeKind>>();
    for (const { id, teamId, jobId, createdById } of heads) {
      if (heard(teamId, channelsOfTask({ id, jobId, createdById })).length > 0) taskIds.push(id);
      if (jobId && heard(teamId, channelsOfJob({ id: jobId, createdById })).length > 0) {
        const kinds = kindsOfJob.get(jobId) ?? new Set();
        for (const kind of changes.get(id) ?? []) kinds.add(kind);
        kindsOfJob.set(jobId, kinds);
      }
    }
    const tasks =
      taskIds.length > 0
        ? await prisma.task.findMany({ where: { id: { in: taskIds } }, include: WITH_ALL })
        : [];
    for (const task of tasks) {
      const kinds = changes.get(task.id) ?? new Set();
      for (const room of heard(task.teamId, channelsOfTask(task)))
        send(room, room.members.keys(), newsFor(room, task, kinds, false), task);
    }
    const jobIds = [...kindsOfJob.keys()];
    const jobs =
      jobIds.length > 0
        ? await prisma.job.findMany({ where: { id: { in: jobIds } }, include: WITH_TASKS })
        : [];
    for (const job of jobs) {
      // It is being deleted.
      if (job.tasks.length === 0) continue;
      const kinds = kindsOfJob.get(job.id) ?? new Set();
      for (const room of heard(job.teamId, channelsOfJob(job)))
        send(room, room.members.keys(), newsFor(room, job, kinds, true), job);
    }
  }

  async function readFor(teamId: string, { of, id }: Channel) {
    if (of === 'user-jobs' || of === 'user-tasks') return [];
    if (of === 'task') {
      const task = await prisma.task.findFirst({ where: { id, teamId }, include: WITH_ALL });
      return task ? [task] : undefined;
    }
    const job = await prisma.job.findFirst({ where: { id, teamId }, include: WITH_TASKS });
    return job ? (of === 'job' ? [job] : job.tasks) : undefined;
  }

  return {
    note(taskId, kind) {
      if (rooms.size === 0) return;
      const kinds = pending.get(taskId);
      if (kinds) kinds.add(kind);
      else pending.set(taskId, new Set([kind]));
      if (telling) return;
      telling = true;
      inLine(tellAll)
        .catch((error: unknown) => {
          pending = new Map();
          log.error({ err: error }, 'changes were not told to sockets');
        })
        .finally(() => {
          telling = false;
        });
    },
    join: (teamId, channel, member, by) =>
      inLine(async () => {
        // In before looking: what changes from here on is noted, and told after this.
        const room = rooms.open(teamId, channel);
        room.members.set(member, by);
        const now = await readFor(teamId, channel);
        if (!now) {
          rooms.leave(teamId, channel, member);
          return false;
        }
        for (const one of now) {
          const end = endForLatecomer(room, one, member);
          if (end) send(room, end.to, [end.verb], one);
        }
        return true;
      }),
  };
}
