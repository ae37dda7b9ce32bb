import { OPERATIONS } from '#lib/operations/registry.ts';
import { answerSchemas, refTo, WEBHOOK_EVENTS } from './answer-schemas.ts';
import { HEADERS, problemResponses } from './answers.ts';
import type { ApiDocument, JsonSchema } from './document-types.ts';
import { bodySchema, operationName } from './operation-schema.ts';
import { OTHER_CALLS, WEBHOOKS } from './other-calls.ts';
import { PARAMETERS } from './parameters.ts';
import { operationCalls, TASK_CALLS } from './task-calls.ts';

let made: ApiDocument | undefined;

/** The OpenAPI document of this server: made once, from what validates requests and answers. */
export function apiDocument(): ApiDocument {
  made ??= makeDocument();
  return made;
}

function makeDocument(): ApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Slipway',
      version: '2',
      description:
        'Delivers converted files. Speaks the CloudConvert API v2 for importing, exporting, jobs, waiting and webhooks.',
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [
      { url: '/v2', description: 'Answers at once.' },
      { url: '/sync/v2', description: 'Answers once the task or the job has ended.' },
    ],
    tags: [
      { name: 'Jobs', description: 'Several tasks that belong together.' },
      { name: 'Tasks', description: 'One run of an operation.' },
      { name: 'Imports', description: 'Tasks that bring files in.' },
      { name: 'Exports', description: 'Tasks that deliver the files of other tasks.' },
      { name: 'Webhooks', description: 'Calls to you when a job changes.' },
      { name: 'Account', description: 'The key and this server.' },
    ],
    security: [{ apiKey: [] }],
    paths: { ...OTHER_CALLS, ...TASK_CALLS, ...operationCalls() },
    webhooks: WEBHOOKS,
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API key of the team: `Authorization: Bearer KEY`. Scopes: user.read, user.write, task.read, task.write, webhook.read, webhook.write.',
        },
      },
      schemas: {
        ...answerSchemas(),
        ...Object.fromEntries(OPERATIONS.map((one) => [operationName(one.id), bodySchema(one)])),
        NewJob: newJob(),
        NewWebhook: newWebhook(),
      },
      responses: problemResponses(),
      headers: HEADERS,
      parameters: PARAMETERS,
    },
  };
}

const IGNORE_ERROR: JsonSchema = {
  type: 'boolean',
  description: 'The job goes on, and may finish, when this task ends in error.',
  default: false,
};

function newJob(): JsonSchema {
  const tasks = OPERATIONS.map(({ id }): JsonSchema => {
    const operation: JsonSchema = { type: 'string', const: id };
    const named: JsonSchema = {
      type: 'object',
      properties: { operation, ignore_error: IGNORE_ERROR },
      required: ['operation'],
    };
    return { allOf: [named, refTo(operationName(id))] };
  });
  return {
    type: 'object',
    properties: {
      tasks: {
        type: 'object',
        description: 'The tasks by their names. `input` may name others of them.',
        additionalProperties: { anyOf: tasks },
        propertyNames: { pattern: '^[A-Za-z0-9_-]{1,200}$' },
        minProperties: 1,
      },
      tag: { type: 'string', description: 'Any text of your own, to find the job by.' },
      webhook_url: {
        type: 'string',
        description: 'Called on the events of this job, besides the webhooks of the team.',
      },
      redirect: {
        type: 'boolean',
        description: 'Under `/sync/v2`: answer with a redirect to the file.',
        default: false,
      },
    },
    required: ['tasks'],
  };
}

const newWebhook = (): JsonSchema => ({
  type: 'object',
  properties: {
    url: { type: 'string', description: 'Where the events go.' },
    events: {
      type: 'array',
      items: { type: 'string', enum: [...WEBHOOK_EVENTS] },
      minItems: 1,
      description: 'Which of them.',
    },
  },
  required: ['url', 'events'],
});
