'use client';

import { Button } from '#components/ui/button.tsx';
import type { FormAction } from '#lib/ui/action-state.ts';
import { FormFailure } from './form-failure.tsx';
import { useFormAction } from './use-form-action.ts';

type JoinFormProps = {
  /** Receives `token`. */
  action: FormAction;
  /** From the link. */
  token: string;
};

/** Accepts an invitation as the person who is signed in. */
export function JoinForm({ action, token }: JoinFormProps) {
  const { form, busy, failure } = useFormAction(action, () => ({}));
  return (
    <form {...form} className="grid gap-4">
      <FormFailure message={failure} />
      <input type="hidden" name="token" value={token} />
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        Join team
      </Button>
    </form>
  );
}
