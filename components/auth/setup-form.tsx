'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { FormAction } from '#lib/ui/action-state.ts';
import { FormFailure } from './form-failure.tsx';
import { findNewPasswordError, NewPasswordField } from './new-password-field.tsx';
import { type FormErrors, findEmailError, useFormAction } from './use-form-action.ts';

type SetupFormProps = {
  /** Receives `token`, `name`, `email`, `team` and `password`. */
  action: FormAction;
  /** From the one-time link. */
  token: string;
};

function check(formData: FormData): FormErrors {
  const email = findEmailError(formData.get('email'));
  const password = findNewPasswordError(formData.get('password'));
  return {
    ...(!String(formData.get('name')).trim() && { name: ['Enter your name.'] }),
    ...(email && { email }),
    ...(!String(formData.get('team')).trim() && { team: ['Enter a name for the team.'] }),
    ...(password && { password }),
  };
}

/** Makes the first person: the owner. */
export function SetupForm({ action, token }: SetupFormProps) {
  const { form, busy, errorsOf, failure } = useFormAction(action, check);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
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
      <Field label="Email" required error={errorsOf('email')} help="You sign in with it.">
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Team"
        required
        error={errorsOf('team')}
        help="Files and exports belong to a team. You are its first member."
      >
        {(control) => <Input {...control} name="team" autoComplete="organization" />}
      </Field>
      <NewPasswordField
        name="password"
        label="Password"
        error={errorsOf('password')}
        known={[name, email]}
      />
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        Create owner
      </Button>
    </form>
  );
}
