import { randomUUID } from 'node:crypto';
import { testClock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import type { Role } from '#lib/teams/permissions.ts';
import { toMasterKey } from '#lib/vault/master-key.ts';
import type { DestinationContext } from './context.ts';
import type { DestinationInput } from './destination-input.ts';

export const MASTER = toMasterKey([Buffer.alloc(32, 7).toString('base64')]);
export const clock = testClock(new Date('2026-03-01T12:00:00Z'));

/** A team, and what its people do with destinations. */
export async function createDestinationTeam(prisma: Db) {
  const { id: teamId } = await prisma.team.create({ data: { name: 'Harbour & Co' } });
  return {
    teamId,
    /** A new person of that role. */
    async person(role: Role, name = 'Ada Lovelace'): Promise<DestinationContext> {
      const email = `${randomUUID()}@example.com`;
      const { id: userId } = await prisma.user.create({
        data: { email, name, passwordHash: '', memberships: { create: { teamId, role } } },
      });
      return { prisma, clock, master: MASTER, actor: { userId, teamId, email, role } };
    },
  };
}

export const SFTP_PASSWORD = 'marked-sftp-password';
export const S3_SECRET = 'marked-s3-secret';

const PLAIN = {
  openFields: [],
  shared: true,
  allowedRoles: [],
  notes: '',
  colour: 'grey',
  prefix: null,
  fencePrefix: null,
  fenceBytes: null,
  givenExpiry: null,
} as const;

export function sftpInput(more: Partial<DestinationInput> = {}): DestinationInput {
  return {
    ...PLAIN,
    openFields: [],
    allowedRoles: [],
    name: 'Reports server',
    operation: 'export/sftp',
    options: { host: 'files.example.com', username: 'deploy', path: 'in' },
    secrets: { password: { replace: SFTP_PASSWORD } },
    ...more,
  };
}

export function s3Input(more: Partial<DestinationInput> = {}): DestinationInput {
  return {
    ...PLAIN,
    openFields: [],
    allowedRoles: [],
    name: 'Harbour bucket',
    operation: 'export/s3',
    options: { bucket: 'harbour', region: 'eu-central-1', access_key_id: 'AKIAIOSFODNN7EXAMPLE' },
    secrets: { secret_access_key: { replace: S3_SECRET } },
    ...more,
  };
}
