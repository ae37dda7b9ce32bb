import { Failure } from '#lib/errors.ts';

/**
 * For removing what a test left when it broke off: nobody else tells then that it stays.
 * @param refused what the target said when it may not be removed. @throws Failure TARGET_DENIED.
 */
export function expectRemoved(refused: string | undefined): void {
  if (refused !== undefined) throw new Failure('TARGET_DENIED', refused);
}
