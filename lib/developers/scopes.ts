import type { Scope } from '#lib/api/principal.ts';

/** Each scope of the API, and what a key that has it may do. */
export const SCOPE_TEXTS: Record<Scope, string> = {
  'user.read': 'See whose key it is',
  'user.write': 'Nothing here yet; the hosted service has it',
  'task.read': 'See tasks, jobs and their files',
  'task.write': 'Import, export, cancel and delete',
  'webhook.read': 'See webhooks',
  'webhook.write': 'Add and delete webhooks',
};

export const ALL_SCOPES = Object.keys(SCOPE_TEXTS) as Scope[];

/** For dashboards and scripts that only look. */
export const READ_SCOPES = ALL_SCOPES.filter((scope) => scope.endsWith('.read'));
