import { Failure } from '#lib/errors.ts';
import type { Principal, Scope } from './principal.ts';

/** @throws Failure FORBIDDEN. */
export function requireScope(principal: Principal, scope: Scope): void {
  if (!principal.scopes.includes(scope)) {
    throw new Failure('FORBIDDEN', `This API key lacks the scope ${scope}.`);
  }
}
