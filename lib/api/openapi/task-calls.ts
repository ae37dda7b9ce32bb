import type { Operation } from '#lib/operations/operation.ts';
import { OPERATIONS } from '#lib/operations/registry.ts';
import { refTo } from './answer-schemas.ts';
import { responses } from './answers.ts';
import type { ApiCall, PathItem } from './document-types.ts';
import { createdTask, FINISHED_TASK, pageOf } from './examples.ts';
import { exampleBody, operationName } from './operation-schema.ts';
import { parameter } from './parameters.ts';

export const needs = (scope: string): ApiCall['security'] => [{ apiKey: [scope] }];
const tags = ['Tasks'];

/** What is done to one task, by its id. */
export const TASK_CALLS: Record<string, PathItem> = {
  '/tasks': {
    get: {
      operationId: 'listTasks',
      tags,
      summary: 'List tasks',
      description: 'The newest first. There is no total: go on as long as `links.next` is there.',
      security: needs('task.read'),
      parameters: [
        parameter('FilterJob'),
        parameter('FilterStatus'),
        parameter('FilterOperation'),
        parameter('IncludeOfTasks'),
        parameter('PerPage'),
        parameter('Page'),
      ],
      responses: responses(
        {
          status: 200,
          description: 'A page of tasks.',
          schema: 'TaskPage',
          example: pageOf([FINISHED_TASK], 'tasks'),
        },
        [422],
      ),
    },
  },
  '/tasks/{id}': {
    get: {
      operationId: 'showTask',
      tags,
      summary: 'Show a task',
      description: 'Under `/sync/v2` the answer comes once the task has ended, or after an hour.',
      security: needs('task.read'),
      parameters: [parameter('TaskId'), parameter('IncludeOfTask')],
      responses: responses(
        {
          status: 200,
          description: 'The task.',
          schema: 'TaskAnswer',
          example: { data: FINISHED_TASK },
        },
        [404, 422],
      ),
    },
    delete: {
      operationId: 'deleteTask',
      tags,
      summary: 'Delete a task',
      description: 'Its files go, and its temporary URLs are dead at once.',
      security: needs('task.write'),
      parameters: [parameter('TaskId')],
      responses: responses({ status: 204, description: 'It is gone.' }, [404]),
    },
  },
  '/tasks/{id}/wait': {
    get: {
      operationId: 'waitForTask',
      tags,
      summary: 'Wait for a task',
      description: 'The same as showing it under `/sync/v2`.',
      security: needs('task.read'),
      parameters: [parameter('TaskId'), parameter('IncludeOfTask')],
      responses: responses(
        {
          status: 200,
          description: 'The task, ended, or as it is after an hour.',
          schema: 'TaskAnswer',
        },
        [404, 422],
      ),
    },
  },
  '/tasks/{id}/cancel': {
    post: {
      operationId: 'cancelTask',
      tags,
      summary: 'Cancel a task',
      description: 'It ends in error with the code `CANCELLED`.',
      security: needs('task.write'),
      parameters: [parameter('TaskId'), parameter('IdempotencyKey')],
      responses: responses(
        { status: 200, description: 'The task.', schema: 'TaskAnswer' },
        [404, 409, 422],
      ),
    },
  },
  '/tasks/{id}/retry': {
    post: {
      operationId: 'retryTask',
      tags,
      summary: 'Run a task again',
      description: 'Makes a new task with the same options and secrets.',
      security: needs('task.write'),
      parameters: [parameter('TaskId'), parameter('IdempotencyKey')],
      responses: responses(
        { status: 201, description: 'The new task.', schema: 'TaskAnswer' },
        [404, 409, 422],
      ),
    },
  },
};

const INLINE = new Set(['import/base64', 'import/raw']);

/** What creates tasks: one call for each operation. */
export function operationCalls(): Record<string, PathItem> {
  return Object.fromEntries(OPERATIONS.map((one) => [`/${one.id}`, { post: createCall(one) }]));
}

function createCall(operation: Operation): ApiCall {
  const { id, kind, summary, title } = operation;
  const name = operationName(id);
  return {
    operationId: `create${name}`,
    tags: [kind === 'import' ? 'Imports' : 'Exports'],
    summary: `${id}: ${title}`,
    description: `${summary}${MORE[id] ? ` ${MORE[id]}` : ''}`,
    security: needs('task.write'),
    parameters: [parameter('IdempotencyKey')],
    requestBody: {
      required: kind === 'export' || Object.values(operation.fields).some((one) => one.required),
      content: {
        'application/json': { schema: refTo(name), example: exampleBody(operation) },
      },
    },
    responses: responses(
      {
        status: 201,
        description: 'The task, which waits to be run.',
        schema: 'TaskAnswer',
        example: { data: createdTask(id) },
      },
      [400, 413, 422, ...(INLINE.has(id) ? [507 as const] : [])],
    ),
  };
}

const MORE: Readonly<Record<string, string>> = {
  'import/upload':
    'Send the file to `result.form.url` as multipart/form-data: every one of `result.form.parameters`, then `file` last. The form is valid for 6 hours and needs no key.',
  'import/base64': 'For files up to some megabytes: larger ones take import/upload.',
  'import/raw': 'For texts up to some megabytes: larger ones take import/upload.',
  'export/url':
    'The URLs stand in `result.files[].url` and are valid for 24 hours. They answer ranges and need no key.',
  'export/upload': 'One file, with the method PUT.',
};
