'use client';

import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { FormAction } from '#lib/ui/action-state.ts';
import { FormFailure } from './form-failure.tsx';
import { type FormErrors, useFormAction } from './use-form-action.ts';

/** Receives `code`. */
type CodeFormProps = { action: FormAction };

function check(formData: FormData): FormErrors {
  return String(formData.get('code')).trim() ? {} : { code: ['Enter the code.'] };
}

/** The second step of a sign-in. */
export function CodeForm({ action }: CodeFormProps) {
  const { form, busy, errorsOf, failure } = useFormAction(action, check);
  return (
    <form {...form} className="grid gap-4">
      <FormFailure message={failure} />
      <Field
        label="Code"
        error={errorsOf('code')}
        help="Six digits. Without the phone, enter one of your recovery codes: each works once."
      >
        {(control) => (
          <Input
            {...control}
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            aria-required
            autoFocus
            className="font-mono"
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        Sign in
      </Button>
    </form>
  );
}
