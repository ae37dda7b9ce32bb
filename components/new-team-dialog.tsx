'use client';

import { useEffect } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { FormAction } from '#lib/ui/action-state.ts';
import { FormFailure } from './auth/form-failure.tsx';
import { useFormAction } from './auth/use-form-action.ts';
import { checkTeamName } from './team/check-team-name.ts';

type NewTeamDialogProps = {
  onClose: () => void;
  /** Receives `name`. */
  create: FormAction;
};

export function NewTeamDialog({ onClose, create }: NewTeamDialogProps) {
  const { form, state, busy, errorsOf, failure } = useFormAction(create, checkTeamName);
  const done = state?.ok === true;
  useEffect(() => {
    // From the ground up: nothing of the other team may stay on the page.
    if (done) window.location.assign('/team');
  }, [done]);
  return (
    <Dialog open onOpenChange={(open) => open || onClose()}>
      <DialogContent
        title="New team"
        description="It has files, exports and people of its own, and you as its owner."
      >
        <form {...form} className="grid gap-4">
          <FormFailure message={failure} />
          <Field label="Team name" required error={errorsOf('name')}>
            {(control) => (
              <Input {...control} name="name" maxLength={100} autoComplete="organization" />
            )}
          </Field>
          <DialogFooter>
            <Button type="submit" variant="primary" busy={busy || done}>
              Create team
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
