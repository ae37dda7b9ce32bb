'use client';

import { type FormEvent, useRef, useState } from 'react';
import { FormFailure } from '#components/auth/form-failure.tsx';
import { Button } from '#components/ui/button.tsx';
import { DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { RadioGroup, RadioOption } from '#components/ui/radio-group.tsx';
import { ROLE_WORDS, type RoleName } from '#lib/ui/role-words.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import type { SentInvitation } from '#lib/web/send-invitation.ts';

export type InviteAction = (input: {
  email: string;
  role: string;
}) => Promise<ActionResult<SentInvitation>>;

type InviteFormProps = {
  roles: readonly RoleName[];
  hasMailServer: boolean;
  invite: InviteAction;
  onSent: (sent: SentInvitation) => void;
};

type Problem = { message: string; fields?: Record<string, string[]> };

export function InviteForm({ roles, hasMailServer, invite, onSent }: InviteFormProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const email = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    const input = { email: String(given.get('email')), role: String(given.get('role')) };
    setBusy(true);
    const answer = await invite(input).catch(() => ({
      ok: false as const,
      message: 'The server cannot be reached. Try again in a moment.',
    }));
    setBusy(false);
    if (answer.ok) return onSent(answer.data);
    setProblem(answer);
    email.current?.focus();
  }

  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <FormFailure message={problem?.fields?.email ? undefined : problem?.message} />
      <Field
        label="Email"
        aside="optional"
        error={problem?.fields?.email}
        help={
          hasMailServer
            ? 'The link is sent there, and works for this address only. Leave it empty for a link that works for whoever has it.'
            : 'The link works for this address only. Leave it empty for a link that works for whoever has it. Either way you pass it on: Slipway has no mail server.'
        }
      >
        {(control) => (
          <Input
            {...control}
            ref={email}
            name="email"
            type="email"
            autoComplete="off"
            onInput={() => setProblem(undefined)}
          />
        )}
      </Field>
      <Field label="Role" group>
        {(control) => (
          <RadioGroup
            {...control}
            name="role"
            defaultValue={roles.includes('operator') ? 'operator' : roles.at(-1)}
          >
            {roles.map((role) => (
              <RadioOption key={role} value={role} label={role} description={ROLE_WORDS[role]} />
            ))}
          </RadioGroup>
        )}
      </Field>
      <DialogFooter>
        <Button type="submit" variant="primary" busy={busy}>
          Create invitation
        </Button>
      </DialogFooter>
    </form>
  );
}
