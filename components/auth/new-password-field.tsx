'use client';

import { useState } from 'react';
import { Field } from '#components/ui/field.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import { cn } from '#lib/ui/cn.ts';
import { describePassword, PASSWORD_MIN_LENGTH } from '#lib/ui/password-advice.ts';

type NewPasswordFieldProps = {
  name: string;
  label: string;
  error: string[] | undefined;
  /** What others know about the person, and so should not be in it. */
  known: readonly string[];
};

const TONES = ['bg-danger', 'bg-warning', 'bg-primary', 'bg-success'] as const;

/** One field, not two: it can be shown, which finds a typing error better than typing it again. */
export function NewPasswordField({ name, label, error, known }: NewPasswordFieldProps) {
  const [password, setPassword] = useState('');
  const { level, text } = describePassword(password, known);
  return (
    <Field
      label={label}
      required
      error={error}
      help={
        <>
          <span aria-hidden className="mb-1 grid grid-cols-3 gap-1">
            {[1, 2, 3].map((step) => (
              <span
                key={step}
                className={cn('h-1 rounded-full', level >= step ? TONES[level] : 'bg-border')}
              />
            ))}
          </span>
          {text}
        </>
      }
    >
      {(control) => (
        <PasswordInput
          {...control}
          name={name}
          autoComplete="new-password"
          minLength={PASSWORD_MIN_LENGTH}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** What is wrong with a new password; undefined when the form takes it. */
export function findNewPasswordError(value: FormDataEntryValue | null): string[] | undefined {
  const password = String(value ?? '');
  if (password === '') return ['Choose a password.'];
  if (describePassword(password).acceptable) return undefined;
  return [`The password needs at least ${PASSWORD_MIN_LENGTH} characters.`];
}
