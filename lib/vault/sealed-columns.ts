import type { SealedFor } from './seal.ts';

/** The row of a sealed value: its key columns, and what else the seal is bound to. */
type Row = Record<string, string | number>;

export type SealedColumn = {
  table: string;
  column: string;
  /** Columns of the primary key, in its order, with their types. */
  key: readonly (readonly [name: string, type: 'uuid' | 'text' | 'int'])[];
  /** SQL for the team of row `t`. */
  team: string;
  belongs: (row: Row, team: string) => SealedFor;
};

const ID = [['id', 'uuid']] as const;
const OWN_TEAM = 't."teamId"';
const byId = (field: string) => (row: Row, team: string) => ({
  team,
  record: String(row.id),
  field,
});

/** Every column that holds sealed values, with what each is bound to. A test holds it to the schema. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'Task', column: 'secrets', key: ID, team: OWN_TEAM, belongs: byId('secrets') },
  {
    table: 'Delivery',
    column: 'checkpoint',
    key: [
      ['taskId', 'uuid'],
      ['position', 'int'],
    ],
    team: '(SELECT k."teamId" FROM "Task" k WHERE k."id" = t."taskId")',
    belongs: ({ taskId, position }, team) => ({
      team,
      record: String(taskId),
      field: `checkpoint.${position}`,
    }),
  },
  { table: 'Connection', column: 'apiKey', key: ID, team: OWN_TEAM, belongs: byId('api_key') },
  {
    table: 'DestinationSecret',
    column: 'sealed',
    key: [
      ['destinationId', 'uuid'],
      ['field', 'text'],
    ],
    team: '(SELECT d."teamId" FROM "Destination" d WHERE d."id" = t."destinationId")',
    belongs: ({ destinationId, field }, team) => ({
      team,
      record: String(destinationId),
      field: String(field),
    }),
  },
  { table: 'Webhook', column: 'secret', key: ID, team: OWN_TEAM, belongs: byId('signing_secret') },
  {
    table: 'SignedUrlBase',
    column: 'secret',
    key: ID,
    team: OWN_TEAM,
    belongs: byId('signing_secret'),
  },
  {
    table: 'IdempotencyKey',
    column: 'body',
    key: [
      ['teamId', 'uuid'],
      ['key', 'text'],
    ],
    team: OWN_TEAM,
    belongs: ({ key }, team) => ({ team, record: String(key), field: 'answer' }),
  },
  { table: 'User', column: 'totpSecret', key: ID, team: "'user'", belongs: byId('totp') },
];
