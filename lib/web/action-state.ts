/** What a server action answers. Expected failures come back; anything else is thrown. */
export type ActionResult<T = undefined> =
  | { ok: true; data: T }
  | { ok: false; code: string; message: string; fields?: Record<string, string[]> };
