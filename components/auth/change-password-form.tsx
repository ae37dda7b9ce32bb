'use client';

import { useEffect, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import type { FormAction } from '#lib/ui/action-state.ts';
import { FormFailure } from './form-failure.tsx';
import { findNewPasswordError, NewPasswordField } from './new-password-field.tsx';
import { type FormErrors, useFormAction } from './use-form-action.ts';

type ChangePasswordFormProps = {
  /** Receives `current_password` and `new_password`. */
  action: FormAction;
  user: { name: string; email: string };
};

function check(formData: FormData): FormErrors {
  const current = formData.get('current_password');
  const next = formData.get('new_password');
  const error =
    findNewPasswordError(next) ??
    (next === current ? ['The new password is the one you have.'] : undefined);
  return {
    ...(!current && { current_password: ['Enter the password you have now.'] }),
    ...(error && { new_password: error }),
  };
}

export function ChangePasswordForm({ action, user }: ChangePasswordFormProps) {
  const { form, state, busy, errorsOf, failure } = useFormAction(action, check);
  // Empty fields again once it is done: a new key makes new ones.
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (state?.ok) setRound((last) => last + 1);
  }, [state]);
  return (
    <form {...form} className="grid max-w-sm gap-4">
      <FormFailure message={failure} />
      <div role="status">
        {state?.ok && !busy && <Alert tone="success">Your password has been changed.</Alert>}
      </div>
      {/* Tells password managers whose password this is. */}
      <input
        type="email"
        name="username"
        autoComplete="username"
        value={user.email}
        readOnly
        hidden
      />
      <Field label="Current password" required error={errorsOf('current_password')}>
        {(control) => (
          <PasswordInput
            key={round}
            {...control}
            name="current_password"
            noun="current password"
            autoComplete="current-password"
          />
        )}
      </Field>
      <NewPasswordField
        key={round}
        name="new_password"
        label="New password"
        error={errorsOf('new_password')}
        known={[user.name, user.email]}
      />
      <p className="text-sm text-muted-foreground">
        You stay signed in here, and are signed out everywhere else.
      </p>
      <Button type="submit" variant="primary" busy={busy} className="justify-self-start">
        Change password
      </Button>
    </form>
  );
}
