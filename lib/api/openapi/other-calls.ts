import { refTo, WEBHOOK_EVENTS } from './answer-schemas.ts';
import { responses } from './answers.ts';
import type { PathItem } from './document-types.ts';
import { FINISHED_JOB, JOB_BODY, pageOf, USER, WEBHOOK } from './examples.ts';
import { parameter } from './parameters.ts';
import { needs } from './task-calls.ts';

const jobs = ['Jobs'];
const webhooks = ['Webhooks'];

/** Jobs, webhooks, and what the server says of itself and of the key. */
export const OTHER_CALLS: Record<string, PathItem> = {
  '/jobs': {
    get: {
      operationId: 'listJobs',
      tags: jobs,
      summary: 'List jobs',
      description: 'The newest first, without their tasks unless `include=tasks` asks for them.',
      security: needs('task.read'),
      parameters: [
        parameter('FilterStatus'),
        parameter('FilterTag'),
        parameter('IncludeOfJobs'),
        parameter('PerPage'),
        parameter('Page'),
      ],
      responses: responses(
        {
          status: 200,
          description: 'A page of jobs.',
          schema: 'JobPage',
          example: pageOf([{ ...FINISHED_JOB, tasks: undefined }], 'jobs'),
        },
        [422],
      ),
    },
    post: {
      operationId: 'createJob',
      tags: jobs,
      summary: 'Create a job',
      description:
        'Several tasks at once, each under a name. `input` names other tasks of the job, or ids of tasks outside it. Under `/sync/v2` the answer comes once the job has ended; with `redirect: true` it leads to the file of its export/url task.',
      security: needs('task.write'),
      parameters: [parameter('IdempotencyKey')],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: refTo('NewJob'), example: JOB_BODY } },
      },
      responses: {
        ...responses(
          {
            status: 201,
            description: 'The job with its tasks.',
            schema: 'JobAnswer',
            example: { data: FINISHED_JOB },
          },
          [400, 413, 422, 507],
        ),
        '302': {
          description:
            'Under `/sync/v2` with `redirect: true`: the temporary URL of the first file.',
          headers: { Location: { description: 'The URL.', schema: { type: 'string' } } },
        },
      },
    },
  },
  '/jobs/{id}': {
    get: {
      operationId: 'showJob',
      tags: jobs,
      summary: 'Show a job',
      description: 'Under `/sync/v2` the answer comes once the job has ended, or after an hour.',
      security: needs('task.read'),
      parameters: [parameter('JobId')],
      responses: responses(
        {
          status: 200,
          description: 'The job with its tasks.',
          schema: 'JobAnswer',
          example: { data: FINISHED_JOB },
        },
        [404, 422],
      ),
    },
    delete: {
      operationId: 'deleteJob',
      tags: jobs,
      summary: 'Delete a job',
      description: 'Its tasks and their files go, and their temporary URLs are dead at once.',
      security: needs('task.write'),
      parameters: [parameter('JobId')],
      responses: responses({ status: 204, description: 'It is gone.' }, [404]),
    },
  },
  '/jobs/{id}/wait': {
    get: {
      operationId: 'waitForJob',
      tags: jobs,
      summary: 'Wait for a job',
      description: 'The same as showing it under `/sync/v2`.',
      security: needs('task.read'),
      parameters: [parameter('JobId')],
      responses: responses(
        {
          status: 200,
          description: 'The job, ended, or as it is after an hour.',
          schema: 'JobAnswer',
        },
        [404, 422],
      ),
    },
  },
  '/webhooks': {
    post: {
      operationId: 'createWebhook',
      tags: webhooks,
      summary: 'Create a webhook',
      description: 'The signing secret is in this answer.',
      security: needs('webhook.write'),
      parameters: [parameter('IdempotencyKey')],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: refTo('NewWebhook'),
            example: { url: WEBHOOK.url, events: WEBHOOK.events },
          },
        },
      },
      responses: responses(
        {
          status: 201,
          description: 'The webhook.',
          schema: 'WebhookAnswer',
          example: { data: { ...WEBHOOK, signing_secret: '…' } },
        },
        [400, 404, 409, 413, 422],
      ),
    },
  },
  '/webhooks/{id}': {
    get: {
      operationId: 'showWebhook',
      tags: webhooks,
      summary: 'Show a webhook',
      security: needs('webhook.read'),
      parameters: [parameter('WebhookId')],
      responses: responses(
        {
          status: 200,
          description: 'The webhook, without its secret.',
          schema: 'WebhookAnswer',
          example: { data: WEBHOOK },
        },
        [404, 422],
      ),
    },
    delete: {
      operationId: 'deleteWebhook',
      tags: webhooks,
      summary: 'Delete a webhook',
      security: needs('webhook.write'),
      parameters: [parameter('WebhookId')],
      responses: responses({ status: 204, description: 'It is gone.' }, [404]),
    },
  },
  '/users/me/webhooks': {
    get: {
      operationId: 'listWebhooks',
      tags: webhooks,
      summary: 'List webhooks',
      security: needs('webhook.read'),
      parameters: [parameter('FilterUrl'), parameter('PerPage'), parameter('Page')],
      responses: responses(
        {
          status: 200,
          description: 'A page of webhooks.',
          schema: 'WebhookPage',
          example: pageOf([WEBHOOK], 'users/me/webhooks'),
        },
        [404, 422],
      ),
    },
  },
  '/users/me': {
    get: {
      operationId: 'showUser',
      tags: ['Account'],
      summary: 'Show whose key this is',
      security: needs('user.read'),
      responses: responses(
        {
          status: 200,
          description: 'The person.',
          schema: 'UserAnswer',
          example: { data: USER },
        },
        [404, 422],
      ),
    },
  },
  '/operations': {
    get: {
      operationId: 'listOperations',
      tags: ['Account'],
      summary: 'List the operations of this server',
      parameters: [parameter('FilterOperation')],
      responses: responses(
        {
          status: 200,
          description: 'The operations.',
          schema: 'OperationList',
          example: {
            data: [
              {
                ...{ operation: 'export/s3', title: 'Amazon S3', credits: 0 },
                summary: 'Stores files in a bucket of S3, or of anything that speaks its protocol.',
              },
            ],
          },
        },
        [422],
      ),
    },
  },
};

const WHEN = {
  'job.created': 'A job was created',
  'job.finished': 'A job has finished',
  'job.failed': 'A job has ended in error',
} as const;

/** What this server sends to webhooks. */
export const WEBHOOKS: Record<string, PathItem> = Object.fromEntries(
  WEBHOOK_EVENTS.map((event) => [
    event,
    {
      post: {
        operationId: event.replace('.', '-'),
        tags: webhooks,
        summary: WHEN[event],
        security: [],
        parameters: [
          {
            name: 'CloudConvert-Signature',
            in: 'header',
            required: true,
            description: 'HMAC-SHA256 of the raw body with the signing secret, hex.',
            schema: { type: 'string' },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: refTo('WebhookCall'),
              example: { event, job: FINISHED_JOB },
            },
          },
        },
        responses: {
          '200': { description: 'Any status below 300 counts as received.' },
          '410': { description: 'Disables the webhook.' },
          '500': { description: 'It is sent again, up to three times.' },
        },
      },
    } satisfies PathItem,
  ]),
);
