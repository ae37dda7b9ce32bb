'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogTrigger } from '#components/ui/dialog.tsx';
import type { OfferedFactor } from '#lib/teams/offer-second-factor.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { ProofForm } from './proof-form.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { ScanForm } from './scan-form.tsx';

export type EnrolActions = {
  /** Receives `proof`. */
  offer: (input: unknown) => Promise<ActionResult<OfferedFactor>>;
  /** Receives `code`. */
  enrol: (input: unknown) => Promise<ActionResult<{ recoveryCodes: string[] }>>;
};

type EnrolDialogProps = EnrolActions & {
  email: string;
  /** Once it is closed after it was turned on. */
  onEnrolled: () => void;
};

/** Password, then the QR code and a code from the app, then the recovery codes. */
export function EnrolDialog({ offer, enrol, email, onEnrolled }: EnrolDialogProps) {
  const [offered, setOffered] = useState<OfferedFactor>();
  const [codes, setCodes] = useState<string[]>();

  function change(open: boolean) {
    if (!open && codes) onEnrolled();
    // Each opening begins anew: a secret that was shown once is not shown again.
    setOffered(undefined);
    setCodes(undefined);
  }

  return (
    <Dialog onOpenChange={change}>
      <DialogTrigger asChild>
        <Button variant="primary" className="justify-self-start">
          Set up
        </Button>
      </DialogTrigger>
      <DialogContent
        title={codes ? 'Your recovery codes' : 'Set up a second factor'}
        description={
          codes
            ? 'The second factor is on. Without your phone, one of these gets you in.'
            : 'You need an authenticator app on your phone, or a password manager that makes codes.'
        }
        // A slip of the hand must not close what is shown only once.
        onInteractOutside={(event) => (offered || codes) && event.preventDefault()}
      >
        {codes ? (
          <RecoveryCodes codes={codes} email={email} />
        ) : offered ? (
          <ScanForm
            offered={offered}
            action={enrol}
            onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
          />
        ) : (
          <ProofForm
            action={offer}
            onDone={setOffered}
            label="Your password"
            confirmLabel="Continue"
            email={email}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}
