'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { FormAction } from '#lib/ui/action-state.ts';
import { FormFailure } from './form-failure.tsx';
import { findNewPasswordError, NewPasswordField } from './new-password-field.tsx';
import { type FormErrors, findEmailError, useFormAction } from './use-form-action.ts';

type JoinAsNewFormProps = {
  /** Receives `token`, `name`, `email` and `password`. */
  action: FormAction;
  /** From the link. */
  token: string;
  /** The only address that may accept; null when any may. */
  email: string | null;
};

function check(formData: FormData): FormErrors {
  const email = findEmailError(formData.get('email'));
  const password = findNewPasswordError(formData.get('password'));
  return {
    ...(!String(formData.get('name')).trim() && { name: ['Enter your name.'] }),
    ...(email && { email }),
    ...(password && { password }),
  };
}

/** Accepts an invitation as somebody who has no account yet. */
export function JoinAsNewForm({ action, token, email: only }: JoinAsNewFormProps) {
  const { form, busy, errorsOf, failure } = useFormAction(action, check);
  const [name, setName] = useState('');
  const [email, setEmail] = useState(only ?? '');
  return (
    <form {...form} className="grid gap-4">
      <FormFailure message={failure} />
      <input type="hidden" name="token" value={token} />
      <Field label="Your name" required error={errorsOf('name')}>
        {(control) => (
          <Input
            {...control}
            name="name"
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Email"
        required
        error={errorsOf('email')}
        help={only ? 'The invitation is for this address.' : 'You sign in with it.'}
      >
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            readOnly={only !== null}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <NewPasswordField
        name="password"
        label="Password"
        error={errorsOf('password')}
        known={[name, email]}
      />
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        Create account and join
      </Button>
    </form>
  );
}
