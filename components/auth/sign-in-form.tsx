'use client';

import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import type { FormAction } from '#lib/ui/action-state.ts';
import { FormFailure } from './form-failure.tsx';
import { type FormErrors, findEmailError, useFormAction } from './use-form-action.ts';

type SignInFormProps = {
  /** Receives `email`, `password` and `next`. */
  action: FormAction;
  /** The path to go to afterwards. */
  next?: string;
};

function check(formData: FormData): FormErrors {
  const email = findEmailError(formData.get('email'));
  return {
    ...(email && { email }),
    ...(!formData.get('password') && { password: ['Enter your password.'] }),
  };
}

export function SignInForm({ action, next }: SignInFormProps) {
  const { form, busy, errorsOf, failure } = useFormAction(action, check);
  return (
    <form {...form} className="grid gap-4">
      <FormFailure message={failure} />
      {next && <input type="hidden" name="next" value={next} />}
      <Field label="Email" error={errorsOf('email')}>
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="username" aria-required />
        )}
      </Field>
      <Field label="Password" error={errorsOf('password')}>
        {(control) => (
          <PasswordInput
            {...control}
            name="password"
            autoComplete="current-password"
            aria-required
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        Sign in
      </Button>
    </form>
  );
}
