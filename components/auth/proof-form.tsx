'use client';

import { Button, type ButtonProps } from '#components/ui/button.tsx';
import { DialogClose, DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import type { ActionResult } from '#lib/web/action-state.ts';
import { FormFailure } from './form-failure.tsx';
import { useAsk } from './use-ask.ts';

type ProofFormProps<T> = {
  /** Receives `proof`. */
  action: (input: unknown) => Promise<ActionResult<T>>;
  onDone: (data: T) => void;
  /** `Your password`, `Password or code`. */
  label: string;
  /** The verb on the button. */
  confirmLabel: string;
  variant?: ButtonProps['variant'];
  /** Tells password managers whose password this is. */
  email: string;
};

/** Inside a dialog: asks who sits there, before something that could lock them out. */
export function ProofForm<T>({
  action,
  onDone,
  label,
  confirmLabel,
  variant = 'primary',
  email,
}: ProofFormProps<T>) {
  const { form, busy, errors, failure } = useAsk(action, onDone);
  return (
    <form {...form} className="grid gap-4">
      <FormFailure message={failure} />
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <Field label={label} required error={errors.proof}>
        {(control) => (
          <PasswordInput
            {...control}
            name="proof"
            noun="what you type"
            autoComplete="current-password"
          />
        )}
      </Field>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant={variant} busy={busy}>
          {confirmLabel}
        </Button>
      </DialogFooter>
    </form>
  );
}
