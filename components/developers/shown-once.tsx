'use client';

import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { DialogFooter } from '#components/ui/dialog.tsx';
import { CodeLine } from './code-line.tsx';

type ShownOnceProps = {
  /** What it is: `API key`. */
  noun: string;
  secret: string;
  onDone: () => void;
};

/** The rest of a dialog in which something was made that has a secret. */
export function ShownOnce({ noun, secret, onDone }: ShownOnceProps) {
  return (
    <>
      <Alert tone="warning" role="status">
        It is shown this one time. Copy it to where it is used, or to a password manager.
      </Alert>
      <CodeLine label={noun} text={secret} copyLabel={`Copy ${noun}`} />
      <DialogFooter>
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}
