/** What a form keeps of its last action; null before the first. */
export type ActionState =
  | { ok: true }
  | { ok: false; code: string; message: string; fields?: Record<string, string[]> }
  | null;

export type FormAction = (previous: ActionState, formData: FormData) => Promise<ActionState>;
