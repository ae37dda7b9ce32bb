'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FormFailure } from '#components/auth/form-failure.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogFooter, DialogTrigger } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { ActionResult } from '#lib/web/action-state.ts';
import { ShownOnce } from './shown-once.tsx';
import { useSubmit } from './use-submit.ts';

type NewSignedUrlDialogProps = {
  create: (input: { name: string }) => Promise<ActionResult<{ secret: string }>>;
};

export function NewSignedUrlDialog({ create }: NewSignedUrlDialogProps) {
  const router = useRouter();
  const { form, busy, submit, errorsOf, failure, reset } = useSubmit(create);
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<string>();

  function change(next: boolean) {
    setOpen(next);
    if (!next) return;
    reset();
    setMade(undefined);
  }

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '');
    const answer = await submit({ name });
    if (!answer) return;
    setMade(answer.secret);
    router.refresh();
  }

  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button variant="primary">New signed URL base</Button>
      </DialogTrigger>
      <DialogContent
        title={made ? 'Copy the signing secret now' : 'New signed URL base'}
        description={
          made
            ? 'Whoever has it may start jobs of this team by a link. It belongs on a server.'
            : 'A base URL, and a secret with which your server signs links.'
        }
        // A secret that is shown once must not go by a press beside it.
        onInteractOutside={(event) => event.preventDefault()}
      >
        {made ? (
          <ShownOnce noun="signing secret" secret={made} onDone={() => setOpen(false)} />
        ) : (
          <form ref={form} onSubmit={send} noValidate className="grid gap-4">
            <FormFailure message={failure} />
            <Field label="Name" required error={errorsOf('name')} help="Where its links stand.">
              {(control) => <Input {...control} name="name" autoComplete="off" maxLength={100} />}
            </Field>
            <DialogFooter>
              <Button type="submit" variant="primary" busy={busy}>
                Create signed URL base
              </Button>
            </DialogFooter>
          </form>
        )}
      </DialogContent>
    </Dialog>
  );
}
