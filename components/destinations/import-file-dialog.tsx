'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import type { ImportedFile } from '#lib/destinations/import-file.ts';
import type { FieldErrors } from '#lib/errors.ts';
import { plural } from '#lib/ui/plural.ts';
import type { ImportFileAction } from './file-menu.tsx';

type ImportFileDialogProps = { importFile: ImportFileAction; onClose: () => void };

/** Bytes: what the server takes. */
const MOST = 900_000;

export function ImportFileDialog({ importFile, onClose }: ImportFileDialogProps) {
  const router = useRouter();
  const [file, setFile] = useState<File>();
  const [passphrase, setPassphrase] = useState('');
  const [errors, setErrors] = useState<FieldErrors>({});
  const [result, setResult] = useState<ImportedFile>();
  const [busy, setBusy] = useState(false);

  async function send() {
    if (!file) return setErrors({ file: ['Choose a file.'] });
    if (file.size > MOST) return setErrors({ file: ['The file is too large: 900 kB at most.'] });
    setBusy(true);
    setErrors({});
    const text = await file.text();
    const input = { file: text, ...(passphrase ? { passphrase } : {}) };
    const answer = await importFile(input).catch(() => undefined);
    setBusy(false);
    if (answer?.ok) {
      setResult(answer.data);
      router.refresh();
      return;
    }
    setErrors(answer?.fields ?? { file: [answer?.message ?? 'The server cannot be reached.'] });
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Destinations from a file"
        description="Makes new destinations of a file that a Slipway saved. What is here already stays as it is."
      >
        {result ? (
          <Outcome result={result} onClose={onClose} />
        ) : (
          <form
            className="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              if (!busy) void send();
            }}
          >
            <Field label="File" error={errors.file}>
              {(control) => (
                <Input
                  {...control}
                  type="file"
                  accept="application/json,.json"
                  onChange={(event) => setFile(event.target.files?.[0])}
                />
              )}
            </Field>
            <Field
              label="Passphrase"
              help="Only for a file that was sealed under one."
              error={errors.passphrase}
            >
              {(control) => (
                <PasswordInput
                  {...control}
                  noun="passphrase"
                  autoComplete="off"
                  value={passphrase}
                  onChange={(event) => setPassphrase(event.target.value)}
                />
              )}
            </Field>
            <DialogFooter>
              <Button type="submit" variant="primary" busy={busy}>
                Make destinations
              </Button>
            </DialogFooter>
          </form>
        )}
      </DialogContent>
    </Dialog>
  );
}

function Outcome({ result, onClose }: { result: ImportedFile; onClose: () => void }) {
  const { made, withoutSecrets, refused } = result;
  return (
    <div role="status" className="grid gap-3">
      <Alert tone={refused.length > 0 ? 'warning' : 'success'}>
        <p>{plural(made, 'destination')} made.</p>
        {withoutSecrets > 0 && (
          <p>
            {withoutSecrets} came without secrets: these are left open until somebody saves them.
          </p>
        )}
        {refused.length > 0 && (
          <ul className="mt-1 grid gap-0.5">
            {refused.slice(0, 10).map(({ name, message }, i) => (
              // Names may stand twice, and the list never changes its order.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above.
              <li key={i}>
                <span className="font-medium">{name}:</span> {message}
              </li>
            ))}
            {refused.length > 10 && <li>and {refused.length - 10} more</li>}
          </ul>
        )}
      </Alert>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </DialogFooter>
    </div>
  );
}
