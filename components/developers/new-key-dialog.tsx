'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FormFailure } from '#components/auth/form-failure.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogFooter, DialogTrigger } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { RadioGroup, RadioOption } from '#components/ui/radio-group.tsx';
import type { ActionResult } from '#lib/web/action-state.ts';
import { CheckboxGroup } from './checkbox-group.tsx';
import { ShownOnce } from './shown-once.tsx';
import { useSubmit } from './use-submit.ts';

type NewKey = { name: string; scopes: string[]; expiresInDays: number | null };

type NewKeyDialogProps = {
  create: (input: NewKey) => Promise<ActionResult<{ key: string }>>;
  /** Each scope and what it allows. */
  scopes: Record<string, string>;
  /** Those of a key that only looks. */
  readScopes: readonly string[];
};

type Preset = 'all' | 'read' | 'some';

const EXPIRY = [
  { days: '', label: 'Never' },
  { days: '7', label: 'In 7 days' },
  { days: '30', label: 'In 30 days' },
  { days: '90', label: 'In 90 days' },
  { days: '365', label: 'In a year' },
] as const;

export function NewKeyDialog({ create, scopes, readScopes }: NewKeyDialogProps) {
  const router = useRouter();
  const { form, busy, submit, errorsOf, failure, reset } = useSubmit(create);
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<string>();
  const [preset, setPreset] = useState<Preset>('all');
  const [chosen, setChosen] = useState<string[]>([...readScopes]);

  function change(next: boolean) {
    setOpen(next);
    if (!next) return;
    reset();
    setMade(undefined);
    setPreset('all');
    setChosen([...readScopes]);
  }

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const wanted = { all: Object.keys(scopes), read: [...readScopes], some: chosen }[preset];
    const days = String(data.get('expires') ?? '');
    const answer = await submit({
      name: String(data.get('name') ?? ''),
      scopes: wanted,
      expiresInDays: days === '' ? null : Number(days),
    });
    if (!answer) return;
    setMade(answer.key);
    router.refresh();
  }

  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button variant="primary">New API key</Button>
      </DialogTrigger>
      <DialogContent
        title={made ? 'Copy the API key now' : 'New API key'}
        description={made ? undefined : 'Programs use it to act for this team.'}
        // A secret that is shown once must not go by a press beside it.
        onInteractOutside={(event) => event.preventDefault()}
      >
        {made ? (
          <ShownOnce noun="API key" secret={made} onDone={() => setOpen(false)} />
        ) : (
          <form ref={form} onSubmit={send} noValidate className="grid gap-4">
            <FormFailure message={failure} />
            <Field
              label="Name"
              required
              error={errorsOf('name')}
              help="What it is for: “CI”, “Shop”."
            >
              {(control) => <Input {...control} name="name" autoComplete="off" maxLength={100} />}
            </Field>
            <Field label="It may" group>
              {({ id, ...group }) => (
                <RadioGroup
                  {...group}
                  id={id}
                  value={preset}
                  onValueChange={(value) => setPreset(value as Preset)}
                >
                  <RadioOption value="all" label="Do everything that the API can" />
                  <RadioOption
                    value="read"
                    label="Only read"
                    description="See tasks, jobs, files and webhooks; change nothing."
                  />
                  <RadioOption value="some" label="Do what I choose" />
                </RadioGroup>
              )}
            </Field>
            {preset === 'some' && (
              <CheckboxGroup
                label="Scopes"
                options={scopes}
                value={chosen}
                onChange={setChosen}
                error={errorsOf('scopes')}
              />
            )}
            <Field label="It expires" error={errorsOf('expiresInDays')}>
              {(control) => (
                <NativeSelect {...control} name="expires">
                  {EXPIRY.map(({ days, label }) => (
                    <option key={days} value={days}>
                      {label}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
            <DialogFooter>
              <Button type="submit" variant="primary" busy={busy}>
                Create API key
              </Button>
            </DialogFooter>
          </form>
        )}
      </DialogContent>
    </Dialog>
  );
}
