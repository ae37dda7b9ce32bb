'use client';

import { useState } from 'react';
import { attemptAction } from '#components/exports/attempt-action.ts';
import { Button } from '#components/ui/button.tsx';
import type { ActionResult } from '#lib/web/action-state.ts';
import { CodeLine } from './code-line.tsx';

type JobSecretProps = { reveal: (input: object) => Promise<ActionResult<{ secret: string }>> };

/** The one secret that can be looked at again: a job's `webhook_url` has nobody to be shown one to. */
export function JobSecret({ reveal }: JobSecretProps) {
  const [secret, setSecret] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function show() {
    setBusy(true);
    const answer = await attemptAction(reveal({}));
    setBusy(false);
    if (answer?.ok) setSecret(answer.data.secret);
  }

  return (
    <div className="grid gap-2" aria-live="polite">
      <Button
        onClick={secret ? () => setSecret(undefined) : show}
        busy={busy}
        className="justify-self-start"
      >
        {secret ? 'Hide signing secret' : 'Show signing secret'}
      </Button>
      {secret && <CodeLine label="Signing secret" text={secret} copyLabel="Copy signing secret" />}
    </div>
  );
}
