'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { uploads } from './uploads.ts';

/** Brings a file from a URL: the server fetches it. */
export function ImportAddress() {
  const [address, setAddress] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const answer = await uploads.addUrl(address.trim());
    setBusy(false);
    if (answer.ok) setAddress('');
    setError(answer.ok ? undefined : (answer.fields?.url?.[0] ?? answer.message));
  }

  return (
    <form onSubmit={submit} noValidate>
      <Field label="Or import from a URL" error={error}>
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              type="url"
              inputMode="url"
              autoComplete="off"
              placeholder="https://example.com/report.pdf"
              value={address}
              onChange={(event) => {
                setAddress(event.target.value);
                setError(undefined);
              }}
            />
            <Button type="submit" busy={busy}>
              Import
            </Button>
          </span>
        )}
      </Field>
    </form>
  );
}
