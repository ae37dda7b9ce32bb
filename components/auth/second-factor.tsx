'use client';

import { ShieldCheck } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { LocalTime } from '#components/local-time.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogTrigger } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { ActionResult } from '#lib/web/action-state.ts';
import { type EnrolActions, EnrolDialog } from './enrol-dialog.tsx';
import { ProofForm } from './proof-form.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

type SecondFactorProps = {
  /** Undefined while it is off. `since` is ISO 8601. */
  state: { since: string; recoveryCodesLeft: number } | undefined;
  email: string;
  actions: EnrolActions & {
    /** Receives `proof`. */
    renew: (input: unknown) => Promise<ActionResult<{ recoveryCodes: string[] }>>;
    /** Receives `proof`. */
    remove: (input: unknown) => Promise<ActionResult<void>>;
  };
};

/** Few enough that one more lost phone would be the last. */
const FEW = 3;

export function SecondFactor({ state, email, actions }: SecondFactorProps) {
  const router = useRouter();
  const refresh = () => router.refresh();
  if (!state) {
    const { offer, enrol } = actions;
    return <EnrolDialog offer={offer} enrol={enrol} email={email} onEnrolled={refresh} />;
  }
  const { since, recoveryCodesLeft: left } = state;
  return (
    <div className="grid gap-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <ShieldCheck aria-hidden className="size-4 text-success" />
        <span>
          On since <LocalTime at={since} />. {left} recovery {left === 1 ? 'code' : 'codes'} left.
        </span>
      </p>
      {left < FEW && (
        <Alert tone="warning">
          {left === 0 ? 'No recovery code is left.' : 'Hardly any recovery code is left.'} Make new
          ones before you need them.
        </Alert>
      )}
      <div className="flex flex-wrap gap-2">
        <RenewDialog action={actions.renew} email={email} onRenewed={refresh} />
        <RemoveDialog
          action={actions.remove}
          email={email}
          onRemoved={() => {
            toast.success('The second factor is off');
            refresh();
          }}
        />
      </div>
    </div>
  );
}

type RenewDialogProps = {
  action: SecondFactorProps['actions']['renew'];
  email: string;
  onRenewed: () => void;
};

function RenewDialog({ action, email, onRenewed }: RenewDialogProps) {
  const [codes, setCodes] = useState<string[]>();

  function change(open: boolean) {
    if (!open && codes) onRenewed();
    setCodes(undefined);
  }

  return (
    <Dialog onOpenChange={change}>
      <DialogTrigger asChild>
        <Button>New recovery codes</Button>
      </DialogTrigger>
      <DialogContent
        title={codes ? 'Your recovery codes' : 'New recovery codes'}
        description="The codes that you have now open nothing any more."
        onInteractOutside={(event) => codes && event.preventDefault()}
      >
        {codes ? (
          <RecoveryCodes codes={codes} email={email} />
        ) : (
          <ProofForm
            action={action}
            onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
            label="Password, or a code from the app"
            confirmLabel="Make new codes"
            email={email}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}

type RemoveDialogProps = {
  action: SecondFactorProps['actions']['remove'];
  email: string;
  onRemoved: () => void;
};

function RemoveDialog({ action, email, onRemoved }: RemoveDialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button>Turn off</Button>
      </DialogTrigger>
      <DialogContent
        title="Turn off the second factor"
        description="From then on your password alone is enough to sign in. The recovery codes go too."
      >
        <ProofForm
          action={action}
          onDone={() => {
            setOpen(false);
            onRemoved();
          }}
          label="Password, or a code from the app"
          confirmLabel="Turn off"
          variant="danger"
          email={email}
        />
      </DialogContent>
    </Dialog>
  );
}
