import { FAILURES } from '#lib/errors.ts';
import { type AnswerName, refTo } from './answer-schemas.ts';
import type { ApiResponse, JsonSchema, Ref } from './document-types.ts';
import { codesOf } from './task-codes.ts';

const ofLimit = (name: string): Record<string, Ref> => ({
  [name]: { $ref: `#/components/headers/${name}` },
});

const LIMITS = { ...ofLimit('X-RateLimit-Limit'), ...ofLimit('X-RateLimit-Remaining') };

export const HEADERS: Record<string, { description: string; schema: JsonSchema }> = {
  'X-RateLimit-Limit': {
    description: 'Requests a minute that this key may make.',
    schema: { type: 'integer' },
  },
  'X-RateLimit-Remaining': {
    description: 'How many of them are left in this minute.',
    schema: { type: 'integer' },
  },
  'Retry-After': {
    description: 'Seconds to wait before the request is sent again.',
    schema: { type: 'integer' },
  },
};

const PROBLEMS = {
  400: 'Malformed',
  401: 'Unauthenticated',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  413: 'TooLarge',
  422: 'Invalid',
  429: 'RateLimited',
  503: 'Unavailable',
  507: 'StorageFull',
} as const;

export type ProblemStatus = keyof typeof PROBLEMS;

/** What can happen to every call. */
const ALWAYS: readonly ProblemStatus[] = [401, 403, 429, 503];

/** `components.responses`: one for each status that is no success. */
export function problemResponses(): Record<string, ApiResponse> {
  return Object.fromEntries(
    Object.entries(PROBLEMS).map(([status, name]) => {
      const codes = codesOf(Number(status));
      const waits = status === '429' || status === '503';
      return [
        name,
        {
          description: codes.map((code) => `\`${code}\`: ${FAILURES[code].text}`).join(' '),
          headers: { ...LIMITS, ...(waits ? ofLimit('Retry-After') : {}) },
          content: { 'application/json': { schema: refTo('Problem'), example: exampleOf(codes) } },
        },
      ];
    }),
  );
}

function exampleOf(codes: readonly (keyof typeof FAILURES)[]) {
  const code = codes[0] ?? 'INTERNAL';
  const message = FAILURES[code].text;
  const errors = { bucket: ['The bucket field is required.'] };
  return { message, code, ...(code === 'INVALID_DATA' ? { errors } : {}) };
}

type Success = {
  status: 200 | 201 | 204;
  description: string;
  schema?: AnswerName;
  example?: unknown;
};

/** @param others statuses besides those that every call may have. */
export function responses(
  { status, description, schema, example }: Success,
  others: readonly ProblemStatus[],
): Record<string, ApiResponse | Ref> {
  const json = schema && {
    schema: refTo(schema),
    ...(example === undefined ? {} : { example }),
  };
  const success: ApiResponse = {
    description,
    headers: LIMITS,
    ...(json ? { content: { 'application/json': json } } : {}),
  };
  const statuses = [...new Set([...ALWAYS, ...others])].sort((a, b) => a - b);
  return Object.fromEntries([
    [`${status}`, success],
    ...statuses.map((one) => [`${one}`, { $ref: `#/components/responses/${PROBLEMS[one]}` }]),
  ]);
}
