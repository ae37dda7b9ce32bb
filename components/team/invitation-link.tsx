import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { SentInvitation } from '#lib/web/send-invitation.ts';

/** The link of an invitation just made, and whether it was e-mailed. */
export function InvitationLink({
  link,
  mailedTo,
  problem,
  onDone,
}: SentInvitation & { onDone: () => void }) {
  return (
    <>
      {mailedTo && (
        <Alert tone="success" role="status">
          Sent to {mailedTo}.
        </Alert>
      )}
      {problem && (
        <Alert tone="warning" role="alert">
          The e-mail was not sent. {problem} The invitation stands: pass the link on yourself.
        </Alert>
      )}
      <Field label="Invitation link">
        {(control) => (
          <Input
            {...control}
            readOnly
            value={link}
            className="font-mono"
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Field>
      <DialogFooter>
        <CopyButton value={link} label="Copy link" variant="primary" />
        <Button onClick={onDone}>Done</Button>
      </DialogFooter>
    </>
  );
}
