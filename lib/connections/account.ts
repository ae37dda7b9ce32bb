import { z } from 'zod';

/** What is kept in a row of what a connection said of itself. */
export const Account = z.object({
  /** Whose the key is, as the other side calls them; absent without user.read. */
  username: z.string().nullish(),
  email: z.string().nullish(),
  credits: z.number().nullish(),
  /** Scopes that the key lacks. */
  missing: z.array(z.string()).default([]),
  /** Scopes that could not be tried, because something else was in the way. */
  untried: z.array(z.string()).default([]),
  /** Why it cannot be used, and since when. */
  trouble: z.object({ code: z.string(), message: z.string(), since: z.string() }).nullish(),
});
export type Account = z.infer<typeof Account>;

/** @param stored null before the first check. */
export function readAccount(stored: unknown): Account {
  const parsed = Account.safeParse(stored ?? {});
  return parsed.success ? parsed.data : { missing: [], untried: [] };
}
