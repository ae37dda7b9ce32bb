import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDb } from '#lib/db/open-test-db.ts';
import type { CreateExportsInput } from '#lib/exports/deliveries-input.ts';
import type { DestinationContext } from './context.ts';
import { createDestination } from './create-destination.ts';
import { exportFile } from './export-file.ts';
import { getDestination } from './get-destination.ts';
import { importFile } from './import-file.ts';
import { listDestinations } from './list-destinations.ts';
import { createDestinationTeam, S3_SECRET, s3Input } from './test-context.ts';
import { createTestExports } from './test-exports.ts';

let db: Awaited<ReturnType<typeof openTestDb>>;
let person: Awaited<ReturnType<typeof createDestinationTeam>>['person'];
let owner: DestinationContext;
let operator: DestinationContext;
let exports: ReturnType<typeof createTestExports>;

beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.close());
beforeEach(async () => {
  ({ person } = await createDestinationTeam(db.prisma));
  owner = await person('owner', 'Grace');
  operator = await person('operator');
  exports = createTestExports();
});

const submit = (
  deliveries: CreateExportsInput['deliveries'],
  more: Partial<CreateExportsInput> = {},
  context = operator,
) => exports.submitAs(context, deliveries, more);
const save = async (input = s3Input()) => (await createDestination(owner, input)).id;

describe('a file', () => {
  test('without secrets leaves them open, and says what it could not take', async () => {
    await save(s3Input({ notes: 'To be moved' }));
    const file = await exportFile(owner, {});
    expect(JSON.stringify(file)).not.toContain('marked');
    const other = await (await createDestinationTeam(db.prisma)).person('admin');
    const broken = {
      ...file,
      destinations: [...('destinations' in file ? file.destinations : []), { name: 'Odd' }],
    };
    const result = await importFile(other, { file: JSON.stringify(broken) });
    expect(result).toMatchObject({ made: 1, withoutSecrets: 1, refused: [{ name: 'Odd' }] });
    const [made] = (await listDestinations(other)).rows;
    const detail = await getDestination(other, made?.id ?? '');
    expect(detail).toMatchObject({ notes: 'To be moved', openFields: ['secret_access_key'] });
  });

  test('with secrets is for owners, and opens with its passphrase only', async () => {
    await save();
    const passphrase = 'four words and more';
    const admin = await person('admin');
    await expect(exportFile(admin, { passphrase })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const file = JSON.stringify(await exportFile(owner, { passphrase }));
    expect(file).not.toMatch(/marked|harbour/);
    const other = await (await createDestinationTeam(db.prisma)).person('owner');
    for (const wrong of [undefined, 'another passphrase'])
      await expect(importFile(other, { file, passphrase: wrong })).rejects.toMatchObject({
        fields: { passphrase: [expect.any(String)] },
      });
    expect(await importFile(other, { file, passphrase })).toMatchObject({ made: 1, refused: [] });
    const [made] = (await listDestinations(other)).rows;
    await submit([{ destinationId: made?.id ?? '', options: {} }], {}, other);
    expect(exports.sent[0]?.body).toMatchObject({ secret_access_key: S3_SECRET });
    await expect(importFile(other, { file: '{' })).rejects.toMatchObject({
      fields: { file: [expect.any(String)] },
    });
  });
});
