import { setTimeout as sleep } from 'node:timers/promises';
import { type EngineContext, KEEP_FOR } from '#lib/engine/context.ts';
import { Failure } from '#lib/errors.ts';
import { seal, unseal } from '#lib/vault/seal.ts';

/** What was answered, once: whoever asks for the same again gets it again. */
export type Answer = { status: number; body: string };

/** Either it was answered, or the caller does it now, and says with `keep` or `release` what came of it. */
export type Claim =
  | { answer: Answer }
  | { answer?: undefined; keep(answer: Answer): Promise<void>; release(): Promise<void> };

/** Milliseconds that somebody waits for another who does the same. */
const WAIT = 30_000;
const LOOK_EVERY = 250;
/** One that is under way for longer than this died with its process. Milliseconds. */
const GIVEN_UP_AFTER = 10 * 60_000;

type Asked = {
  teamId: string;
  key: string;
  /** What is asked for: the same key for something else is refused. */
  request: string;
};

export type KeptAnswers = {
  /** @throws Failure INVALID_DATA for a key of another request, CONFLICT when the first is not done yet. */
  claim(asked: Asked, signal?: AbortSignal): Promise<Claim>;
  forget(asked: Pick<Asked, 'teamId' | 'key'>): Promise<void>;
};

/**
 * Answers that are kept for 24 hours. They may hold links and signing secrets, so they are sealed.
 * Housekeeping deletes them.
 */
export function createKeptAnswers({
  db: { prisma },
  clock,
  master,
}: Pick<EngineContext, 'db' | 'clock' | 'master'>): KeptAnswers {
  const underWay = new Map<string, Promise<void>>();
  const bound = ({ teamId, key }: Asked) => ({ team: teamId, record: key, field: 'answer' });

  /** The way on for whoever got the row. */
  function begin(asked: Asked, createdAt: Date): Claim {
    const { teamId, key } = asked;
    const name = `${teamId} ${key}`;
    const { promise, resolve } = Promise.withResolvers<void>();
    underWay.set(name, promise);
    const settle = () => {
      if (underWay.get(name) === promise) underWay.delete(name);
      resolve();
    };
    return {
      async keep({ status, body }) {
        const sealed = new Uint8Array(seal(master, body, bound(asked)));
        await prisma.idempotencyKey
          .updateMany({ where: { teamId, key, createdAt }, data: { status, body: sealed } })
          .finally(settle);
      },
      async release() {
        await prisma.idempotencyKey
          .deleteMany({ where: { teamId, key, createdAt, status: null } })
          .finally(settle);
      },
    };
  }

  return {
    async claim(asked, signal) {
      const { teamId, key, request } = asked;
      const until = performance.now() + WAIT;
      for (;;) {
        const now = clock.now();
        const row = { teamId, key, request, createdAt: now };
        const { count } = await prisma.idempotencyKey.createMany({
          data: [row],
          skipDuplicates: true,
        });
        if (count === 1) return begin(asked, now);
        const found = await prisma.idempotencyKey.findUnique({
          where: { teamId_key: { teamId, key } },
        });
        if (!found) continue;
        const age = now.getTime() - found.createdAt.getTime();
        if (age >= (found.status === null ? GIVEN_UP_AFTER : KEEP_FOR)) {
          const { createdAt } = found;
          await prisma.idempotencyKey.deleteMany({ where: { teamId, key, createdAt } });
          continue;
        }
        if (found.request !== request) {
          throw new Failure('INVALID_DATA', undefined, {
            fields: {
              'Idempotency-Key': [
                'This key was used for another request within the last 24 hours. Take a new key for each request, and the same one only to send the same request again.',
              ],
            },
          });
        }
        if (found.status !== null) {
          const sealed = found.body ?? new Uint8Array();
          return { answer: { status: found.status, body: unseal(master, sealed, bound(asked)) } };
        }
        if (performance.now() >= until) {
          throw new Failure(
            'CONFLICT',
            'The first request with this Idempotency-Key is still under way. Send it again in a moment.',
          );
        }
        const here = underWay.get(`${teamId} ${key}`);
        await Promise.race([...(here ? [here] : []), sleep(LOOK_EVERY, undefined, { ref: false })]);
        signal?.throwIfAborted();
      }
    },
    async forget({ teamId, key }) {
      await prisma.idempotencyKey.deleteMany({ where: { teamId, key } });
    },
  };
}
