import type { ApiParameter, Ref } from './document-types.ts';

const query = (
  name: string,
  description: string,
  schema: ApiParameter['schema'],
): ApiParameter => ({ name, in: 'query', description, schema });

const idIn = (description: string): ApiParameter => ({
  name: 'id',
  in: 'path',
  required: true,
  description,
  schema: { type: 'string', format: 'uuid' },
});

const STATUS = { type: 'string', enum: ['waiting', 'processing', 'finished', 'error'] };

/** `components.parameters`. */
export const PARAMETERS = {
  TaskId: idIn('The id of the task.'),
  JobId: idIn('The id of the job.'),
  WebhookId: idIn('The id of the webhook.'),
  Page: query('page', 'Which page, from 1.', { type: 'integer', minimum: 1, default: 1 }),
  PerPage: query('per_page', 'Entries of a page.', {
    ...{ type: 'integer', minimum: 1, maximum: 1000, default: 100 },
  }),
  FilterStatus: query('filter[status]', 'Only those in this status.', STATUS),
  FilterOperation: query('filter[operation]', 'Only those of this operation.', {
    ...{ type: 'string', examples: ['export/s3'] },
  }),
  FilterJob: query('filter[job_id]', 'Only the tasks of this job.', {
    ...{ type: 'string', format: 'uuid' },
  }),
  FilterTag: query('filter[tag]', 'Only the jobs with this tag.', { type: 'string' }),
  FilterUrl: query('filter[url]', 'Only the webhooks of this URL.', { type: 'string' }),
  IncludeOfTask: query(
    'include',
    'More of the answer, separated by commas: payload, depends_on_tasks, retries, job, deliveries.',
    { type: 'string', examples: ['payload,depends_on_tasks'] },
  ),
  IncludeOfTasks: query('include', 'More of each task, separated by commas.', {
    ...{ type: 'string', examples: ['payload'] },
  }),
  IncludeOfJobs: query('include', '`tasks`: each job with its tasks.', {
    ...{ type: 'string', examples: ['tasks'] },
  }),
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Any text of your own. The same key with the same request within 24 hours gives the first answer again and does nothing twice.',
    schema: { type: 'string' },
  },
} as const satisfies Record<string, ApiParameter>;

export const parameter = (name: keyof typeof PARAMETERS): Ref => ({
  $ref: `#/components/parameters/${name}`,
});
