/** Fills a data folder with two teams and things of each, before a server opens it. Prints their ids as JSON. */
import { randomUUID } from 'node:crypto';
import { systemClock } from '#lib/clock.ts';
import { openDb } from '#lib/db/open.ts';
import { hashPassword } from '#lib/teams/hash-password.ts';
import { PERMISSIONS, ROLES } from '#lib/teams/permissions.ts';
import { loadMasterKey } from '#lib/vault/key-file.ts';
import { seal } from '#lib/vault/seal.ts';

const PASSWORD = 'correct horse battery staple';

const dataDir = process.argv[2] ?? '';
const master = await loadMasterKey(dataDir);
const { prisma, close } = await openDb({ dataDir });
const createdAt = systemClock.now();
const soon = new Date(createdAt.getTime() + 3_600_000);
const passwordHash = await hashPassword(PASSWORD);

async function makePeople(teamId: string, team: string) {
  const people: Record<string, { id: string; email: string; password: string }> = {};
  for (const role of ROLES) {
    const email = `${role}@${team}.example.com`;
    const { id } = await prisma.user.create({
      data: {
        email,
        name: `${role} of ${team}`,
        passwordHash,
        createdAt,
        memberships: { create: { teamId, role, createdAt } },
      },
    });
    people[role] = { id, email, password: PASSWORD };
  }
  return people;
}

/** One of each thing that has an id. */
async function makeThings(teamId: string, ownerId: string) {
  const ids = { teamId, createdAt };
  const sealed = (record: string, field: string) =>
    new Uint8Array(seal(master, 'MARK-sealed', { team: teamId, record, field }));
  const taskId = randomUUID();
  const connection = randomUUID();
  const webhook = randomUUID();
  const base = randomUUID();
  const destination = randomUUID();
  const times = { ...ids, updatedAt: createdAt };
  await prisma.task.create({
    data: { ...times, id: taskId, operation: 'import/raw', status: 'error', options: {} },
  });
  const exported = await prisma.export.create({
    data: {
      ...times,
      operation: 'export/url',
      options: {},
      inputTaskIds: [taskId],
      filenames: ['theirs.pdf'],
      fileCount: 1,
      taskId,
      status: 'processing',
      submissionId: randomUUID(),
      searchText: 'theirs.pdf',
    },
  });
  await prisma.connection.create({
    data: {
      ...times,
      id: connection,
      name: 'Theirs',
      baseUrl: 'https://slipway.example/v2',
      apiKey: sealed(connection, 'api_key'),
      keyHint: 'abcd',
    },
  });
  await prisma.destination.create({
    data: {
      ...times,
      id: destination,
      name: 'Theirs',
      operation: 'export/sftp',
      options: { host: '127.0.0.1', username: 'deploy' },
      openFields: [],
      allowedRoles: [],
      searchText: 'theirs',
      secrets: {
        create: {
          field: 'password',
          sealed: sealed(destination, 'password'),
          updatedAt: createdAt,
          updatedBy: 'owner',
        },
      },
    },
  });
  await prisma.webhook.create({
    data: {
      ...ids,
      id: webhook,
      url: 'https://x.example',
      secret: sealed(webhook, 'signing_secret'),
    },
  });
  const delivery = await prisma.webhookDelivery.create({
    data: {
      ...ids,
      webhookId: webhook,
      url: 'https://x.example',
      host: 'x.example',
      event: 'job.created',
      jobId: randomUUID(),
      status: 'failed',
    },
  });
  await prisma.signedUrlBase.create({
    data: { ...ids, id: base, name: 'Theirs', secret: sealed(base, 'signing_secret') },
  });
  const key = await prisma.apiKey.create({
    data: { ...ids, name: 'Theirs', hash: randomUUID(), scopes: ['task.read'] },
  });
  const invitation = await prisma.invitation.create({
    data: { ...ids, role: 'viewer', tokenHash: randomUUID(), createdBy: 'owner', expiresAt: soon },
  });
  const session = await prisma.session.create({
    data: { ...ids, userId: ownerId, lastSeenAt: createdAt, expiresAt: soon },
  });
  return {
    task: taskId,
    export: exported.id,
    connection,
    destination,
    webhook,
    delivery: delivery.id,
    base,
    key: key.id,
    invitation: invitation.id,
    session: session.id,
  };
}

async function makeTeam(name: string) {
  const { id } = await prisma.team.create({ data: { name, createdAt } });
  const people = await makePeople(id, name);
  return { id, people, things: await makeThings(id, people.owner?.id ?? '') };
}

const may = Object.fromEntries(
  Object.entries(PERMISSIONS).map(([permission, { roles }]) => [permission, roles]),
);
const ours = await makeTeam('ours');
console.log(JSON.stringify({ ours, theirs: await makeTeam('theirs'), may }));
await close();
