'use client';

import { FormFailure } from '#components/auth/form-failure.tsx';
import { useFormAction } from '#components/auth/use-form-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { FormAction } from '#lib/ui/action-state.ts';
import { checkTeamName } from './check-team-name.ts';

type RenameTeamFormProps = {
  name: string;
  /** Receives `name`. */
  action: FormAction;
};

export function RenameTeamForm({ name, action }: RenameTeamFormProps) {
  const { form, state, busy, errorsOf, failure } = useFormAction(action, checkTeamName);
  return (
    <form {...form} className="grid max-w-sm gap-3">
      <FormFailure message={failure} />
      <Field label="Team name" required error={errorsOf('name')}>
        {(control) => (
          <Input
            {...control}
            name="name"
            defaultValue={name}
            maxLength={100}
            autoComplete="organization"
          />
        )}
      </Field>
      <div className="flex items-center gap-3">
        <Button type="submit" busy={busy}>
          Rename team
        </Button>
        <span role="status" className="text-sm text-success">
          {state?.ok && !busy && 'Renamed.'}
        </span>
      </div>
    </form>
  );
}
