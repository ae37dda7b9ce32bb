'use client';

import { useState } from 'react';
import { saveText } from '#components/exports/save-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import type { ExportFileAction } from './file-menu.tsx';

type ExportFileDialogProps = {
  exportFile: ExportFileAction;
  mayTakeSecrets: boolean;
  onClose: () => void;
};

export function ExportFileDialog({ exportFile, mayTakeSecrets, onClose }: ExportFileDialogProps) {
  const [passphrase, setPassphrase] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function save() {
    setBusy(true);
    const answer = await exportFile(passphrase ? { passphrase } : {}).catch(() => undefined);
    setBusy(false);
    if (!answer?.ok) {
      setError(
        answer?.fields?.passphrase?.[0] ?? answer?.message ?? 'The server cannot be reached.',
      );
      return;
    }
    const name = passphrase ? 'destinations.sealed.json' : 'destinations.json';
    saveText(name, 'application/json', JSON.stringify(answer.data, null, 2));
    onClose();
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Destinations to a file"
        description="The file has the destinations that you may edit. Another Slipway can make them of it."
      >
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) void save();
          }}
        >
          {mayTakeSecrets ? (
            <Field
              label="Passphrase"
              help="With one, the secrets go along and the whole file is sealed under it: whoever has both can read them. Without one, secrets stay here."
              error={error}
            >
              {(control) => (
                <PasswordInput
                  {...control}
                  noun="passphrase"
                  autoComplete="new-password"
                  value={passphrase}
                  onChange={(event) => {
                    setError(undefined);
                    setPassphrase(event.target.value);
                  }}
                />
              )}
            </Field>
          ) : (
            <p className="text-sm">
              Secrets stay here; an owner of the team can take them along.
              {error && <span className="block text-danger">{error}</span>}
            </p>
          )}
          <DialogFooter>
            <Button type="submit" variant="primary" busy={busy}>
              Save file
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
