'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FormFailure } from '#components/auth/form-failure.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogFooter, DialogTrigger } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { ActionResult } from '#lib/web/action-state.ts';
import { CheckboxGroup } from './checkbox-group.tsx';
import { ShownOnce } from './shown-once.tsx';
import { useSubmit } from './use-submit.ts';

type NewWebhook = { url: string; events: string[] };

type NewWebhookDialogProps = {
  create: (input: NewWebhook) => Promise<ActionResult<{ secret: string }>>;
  /** Each event and when it happens. */
  events: Record<string, string>;
};

const USUAL = ['job.finished', 'job.failed'];

export function NewWebhookDialog({ create, events }: NewWebhookDialogProps) {
  const router = useRouter();
  const { form, busy, submit, errorsOf, failure, reset } = useSubmit(create);
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<string>();
  const [chosen, setChosen] = useState(USUAL);

  function change(next: boolean) {
    setOpen(next);
    if (!next) return;
    reset();
    setMade(undefined);
    setChosen(USUAL);
  }

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const url = String(new FormData(event.currentTarget).get('url') ?? '');
    const answer = await submit({ url, events: chosen });
    if (!answer) return;
    setMade(answer.secret);
    router.refresh();
  }

  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button variant="primary">New webhook</Button>
      </DialogTrigger>
      <DialogContent
        title={made ? 'Copy the signing secret now' : 'New webhook'}
        description={
          made
            ? 'With it, the receiver checks the header CloudConvert-Signature of each event.'
            : 'Slipway sends a POST to it when something happens to a job of this team.'
        }
        // A secret that is shown once must not go by a press beside it.
        onInteractOutside={(event) => event.preventDefault()}
      >
        {made ? (
          <ShownOnce noun="signing secret" secret={made} onDone={() => setOpen(false)} />
        ) : (
          <form ref={form} onSubmit={send} noValidate className="grid gap-4">
            <FormFailure message={failure} />
            <Field
              label="Address"
              required
              error={errorsOf('url')}
              help="A private address has to be in EGRESS_ALLOW."
            >
              {(control) => (
                <Input
                  {...control}
                  name="url"
                  type="url"
                  autoComplete="off"
                  placeholder="https://example.com/hooks/slipway"
                />
              )}
            </Field>
            <CheckboxGroup
              label="Events"
              options={events}
              value={chosen}
              onChange={setChosen}
              error={errorsOf('events')}
            />
            <DialogFooter>
              <Button type="submit" variant="primary" busy={busy}>
                Create webhook
              </Button>
            </DialogFooter>
          </form>
        )}
      </DialogContent>
    </Dialog>
  );
}
