'use client';

import { LogIn } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { FormFailure } from './form-failure.tsx';

type OidcButtonProps = {
  /** What the administrator calls the provider. */
  name: string;
  /** The path to go to afterwards. */
  next?: string | undefined;
};

/** Leads to the identity provider. Not a form: the page's policy lets forms lead nowhere else. */
export function OidcButton({ name, next = '/exports' }: OidcButtonProps) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);

  async function go() {
    setBusy(true);
    setFailed(false);
    try {
      location.assign(await findProviderUrl(next));
    } catch {
      setBusy(false);
      setFailed(true);
    }
  }

  return (
    <div className="grid gap-4">
      <FormFailure
        message={failed ? 'The server cannot be reached. Try again in a moment.' : undefined}
      />
      <Button size="lg" busy={busy} onClick={go}>
        <LogIn aria-hidden />
        Continue with {name}
      </Button>
    </div>
  );
}

/** Asks next-auth where to go; when that fails, it answers with a page of ours that says why. */
async function findProviderUrl(callbackUrl: string): Promise<string> {
  const { csrfToken } = await (await fetch('/api/auth/csrf')).json();
  const body = new URLSearchParams({ csrfToken, callbackUrl, json: 'true' });
  const response = await fetch('/api/auth/signin/oidc', { method: 'POST', body });
  const { url } = await response.json();
  return url;
}
