import { writeAudit } from '#lib/audit/write-audit.ts';
import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import type { Env } from '#lib/env.ts';
import { isFailure } from '#lib/errors.ts';
import { hashApiKey } from '#lib/vault/api-key.ts';
import { createOwner, ownerExists } from './create-owner.ts';

type Settings = Pick<Env, 'OWNER_EMAIL' | 'OWNER_PASSWORD' | 'BOOTSTRAP_API_KEY'>;

const ALL_SCOPES = [
  'user.read',
  'user.write',
  'task.read',
  'task.write',
  'webhook.read',
  'webhook.write',
];

/**
 * What a start without a person needs: the owner that the settings name, when there is none, and an
 * API key of theirs. Starting again changes nothing, also not what was changed since.
 * @returns whether there is an owner.
 */
export async function bootstrap(db: Db, clock: Clock, settings: Settings): Promise<boolean> {
  const { OWNER_EMAIL, OWNER_PASSWORD, BOOTSTRAP_API_KEY } = settings;
  if (!(await ownerExists(db))) {
    if (!OWNER_EMAIL || !OWNER_PASSWORD) return false;
    const email = OWNER_EMAIL.toLowerCase();
    const name = email.split('@')[0] ?? email;
    try {
      const owner = { email, name, team: 'My team', password: OWNER_PASSWORD };
      const { sessionId } = await createOwner(db, clock, owner);
      // Nobody is there to have its cookie: in the list of sessions it would only frighten.
      await db.session.deleteMany({ where: { id: sessionId } });
    } catch (error) {
      // Another process on the same database was faster.
      if (!isFailure(error) || error.code !== 'CONFLICT') throw error;
    }
  }
  if (BOOTSTRAP_API_KEY) await createKey(db, clock, BOOTSTRAP_API_KEY);
  return true;
}

async function createKey(db: Db, clock: Clock, key: string): Promise<void> {
  const hash = hashApiKey(key);
  await db.$transaction(async (tx) => {
    const owner = await tx.membership.findFirstOrThrow({
      where: { role: 'owner' },
      orderBy: { createdAt: 'asc' },
      include: { user: true },
    });
    const { teamId, userId } = owner;
    const { count } = await tx.apiKey.createMany({
      data: {
        teamId,
        createdById: userId,
        name: 'BOOTSTRAP_API_KEY',
        hash,
        scopes: ALL_SCOPES,
        createdAt: clock.now(),
      },
      skipDuplicates: true,
    });
    if (count === 0) return;
    const { id } = await tx.apiKey.findUniqueOrThrow({ where: { hash } });
    const entry = { teamId, actor: 'settings', action: 'api-key.create' as const, subject: id };
    await writeAudit(tx, { ...entry, detail: { scopes: ALL_SCOPES } }, clock);
  });
}
