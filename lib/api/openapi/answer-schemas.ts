import { z } from 'zod';
import { FAILURES, type FailureCode } from '#lib/errors.ts';
import type { JsonSchema } from './document-types.ts';

/** What answers look like. Loose: a client has to pass over keys that it does not know. */

const CODES = Object.keys(FAILURES) as [FailureCode, ...FailureCode[]];

const id = () => z.uuid();
const time = (description: string) =>
  z.iso.datetime({ offset: true }).meta({ description: `${description} UTC, in whole seconds.` });
const count = () => z.int().nonnegative();
const STATUSES = ['waiting', 'processing', 'finished', 'error'] as const;
const ours = <S extends z.ZodType>(schema: S, description: string): S =>
  schema.meta({ description, 'x-addition': true });

const Links = z.looseObject({ self: z.string().meta({ description: 'Where this is shown.' }) });

const File = z.looseObject({
  filename: z.string(),
  size: count().meta({ description: 'Bytes.' }),
  url: z
    .string()
    .optional()
    .meta({ description: 'Of export/url: the temporary URL, valid for 24 hours after the task.' }),
  sha256: ours(z.string().optional(), 'Of the bytes, hex.'),
  content_type: ours(z.string().optional(), 'By the bytes, else by the name.'),
  location: ours(z.string().optional(), 'Where a storage export wrote it: s3://bucket/key.'),
  etag: ours(z.string().optional(), 'What the target calls what it wrote.'),
  version: ours(z.string().optional(), 'The version that the target made.'),
  generation: ours(z.string().optional(), 'The generation that Google Cloud Storage made.'),
  skipped: ours(z.boolean().optional(), 'It was there already and was left as it was.'),
});

const UploadForm = z.looseObject({
  url: z.string().meta({ description: 'Where the form is sent, as multipart/form-data.' }),
  parameters: z.record(z.string(), z.string()).meta({
    description: 'Every one of them goes into the form, before `file`, which comes last.',
  }),
});

const Delivery = z.looseObject({
  filename: z.string(),
  name: z.string().meta({ description: 'The whole name at the target.' }),
  size: count().meta({ description: 'Bytes.' }),
  status: z.enum(['waiting', 'sending', 'done', 'skipped', 'failed']),
  bytes: count().meta({ description: 'Bytes that are there or on their way.' }),
  attempts: z
    .array(
      z.looseObject({
        at: z.string(),
        code: z.string(),
        message: z.string(),
        details: z.string().optional(),
        retry_at: z.string().optional(),
      }),
    )
    .meta({ description: 'Tries that failed, the latest last.' }),
});

const Task = z.looseObject({
  id: id(),
  name: z.string().optional().meta({ description: 'Within a job: what the job calls it.' }),
  job_id: id().nullable(),
  status: z.enum(STATUSES),
  credits: z.number().meta({ description: 'Nothing here costs credits: always 0.' }),
  code: z.enum(CODES).nullable().meta({ description: 'Why it ended in error.' }),
  message: z.string().nullable().meta({ description: 'The same as a sentence for people.' }),
  errors: ours(
    z.record(z.string(), z.array(z.string())).optional(),
    'The fields that an error comes from, each with what is wrong.',
  ),
  details: ours(z.string().optional(), 'What the other side answered, without secrets.'),
  percent: z.number().nullable(),
  operation: z.string(),
  result: z
    .looseObject({ files: z.array(File).optional(), form: UploadForm.optional() })
    .nullable()
    .meta({ description: 'Files once it has ended; for import/upload the form before that.' }),
  created_at: time('When it was created.'),
  started_at: time('When it began to run.').nullable(),
  ended_at: time('When it ended.').nullable(),
  expires_at: ours(
    z.iso.datetime({ offset: true }).nullable().optional(),
    'When it is deleted with its files and temporary URLs.',
  ),
  progress: ours(
    z.looseObject({ bytes: count(), total: count().optional() }).optional(),
    'While it runs: bytes so far, and of how many where that is known.',
  ),
  retry_of_task_id: id().nullable(),
  copy_of_task_id: id().nullable(),
  depends_on_task_ids: z.array(z.string()).meta({ description: 'As `input` had them.' }),
  deliveries: ours(
    z.array(Delivery).optional(),
    'With include=deliveries: each file of a storage export on its way.',
  ),
  payload: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'With include=payload: what it was created with. Secrets are left out.' }),
  links: Links,
});

const Job = z.looseObject({
  id: id(),
  tag: z.string().nullable(),
  status: z.enum(STATUSES),
  created_at: time('When it was created.'),
  started_at: time('When its first task began.').nullable(),
  ended_at: time('When its last task ended.').nullable(),
  tasks: z.array(Task).optional(),
  links: Links,
});

const User = z.looseObject({
  id: id(),
  username: z.string(),
  email: z.string(),
  created_at: time('When the account was made.'),
  credits: z.number().meta({ description: 'Nothing here costs credits: always 0.' }),
  links: Links,
});

export const WEBHOOK_EVENTS = ['job.created', 'job.finished', 'job.failed'] as const;

const Webhook = z.looseObject({
  id: id(),
  url: z.string(),
  disabled: z
    .boolean()
    .optional()
    .meta({ description: 'Nothing is sent: it answered 410, or somebody turned it off.' }),
  failing: z.boolean().optional().meta({ description: 'The last call was not received.' }),
  events: z.array(z.enum(WEBHOOK_EVENTS)),
  signing_secret: z
    .string()
    .optional()
    .meta({ description: 'What calls are signed with. Shown when the webhook is created.' }),
  created_at: time('When it was created.'),
  links: Links.optional(),
});

const WebhookCall = z.looseObject({ event: z.enum(WEBHOOK_EVENTS), job: Job });

const Operation = z.looseObject({
  operation: z.string(),
  title: z.string(),
  summary: z.string(),
  credits: z.number(),
});

const Problem = z.looseObject({
  message: z.string(),
  code: z.enum(CODES),
  errors: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .meta({ description: 'Each field with what is wrong. In a job: tasks.NAME.FIELD.' }),
});

const page = (of: z.ZodType) =>
  z.looseObject({
    data: z.array(of),
    links: z.looseObject({
      first: z.string(),
      last: z.string().nullable(),
      prev: z.string().nullable(),
      next: z.string().nullable(),
    }),
    meta: z.looseObject({
      current_page: count(),
      from: count().nullable(),
      path: z.string(),
      per_page: count(),
      to: count().nullable(),
    }),
  });
const one = (of: z.ZodType) => z.looseObject({ data: of });

const SCHEMAS = {
  ...{ Task, Job, User, Webhook, WebhookCall, Operation, File, UploadForm, Delivery, Problem },
  TaskAnswer: one(Task),
  TaskPage: page(Task),
  JobAnswer: one(Job),
  JobPage: page(Job),
  UserAnswer: one(User),
  WebhookAnswer: one(Webhook),
  WebhookPage: page(Webhook),
  OperationList: z.looseObject({ data: z.array(Operation) }),
} as const;

export type AnswerName = keyof typeof SCHEMAS;

export const refTo = (name: string): { $ref: string } => ({ $ref: `#/components/schemas/${name}` });

/** The schemas of all answers by their names, for `components.schemas`. */
export function answerSchemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: (name) => refTo(name).$ref, io: 'output' });
  const named = Object.entries(schemas).map(([name, schema]) => [name, tidy(schema) as JsonSchema]);
  const all = Object.fromEntries(named) as Record<AnswerName, JsonSchema>;
  Object.assign(all.Task.properties ?? {}, {
    depends_on_tasks: tasks('With include=depends_on_tasks: its inputs.'),
    retries: tasks('With include=retries: the tasks that are retries of this one.'),
  });
  return all;
}

/** Tasks within a task: a schema that has itself in it. */
const tasks = (description: string): JsonSchema => ({
  type: 'array',
  items: refTo('Task'),
  description,
});

/** Without what a part of a document need not say. */
export function tidy(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(tidy);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) =>
      !/^(?:\$schema|\$id|pattern)$/.test(key) &&
      // What zod says of every whole number.
      Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER &&
      !(key === 'additionalProperties' && isEmpty(value)) &&
      value !== '',
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, tidy(value)]));
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;
