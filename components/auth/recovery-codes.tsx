'use client';

import { Download } from 'lucide-react';
import { saveText } from '#components/exports/save-text.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { DialogClose, DialogFooter } from '#components/ui/dialog.tsx';

/** Shown once: afterwards only their hashes are known. */
export function RecoveryCodes({ codes, email }: { codes: readonly string[]; email: string }) {
  const text = `${codes.join('\n')}\n`;
  const file = `Recovery codes of ${email} for Slipway at ${location.origin}.\nEach works once.\n\n${text}`;
  return (
    <>
      <Alert tone="warning">
        Keep them apart from your phone. They are not shown again, and each works once.
      </Alert>
      <ol
        aria-label="Recovery codes"
        className="grid grid-cols-1 gap-x-6 gap-y-1 rounded border bg-muted p-3 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <DialogFooter>
        <CopyButton value={text} label="Copy codes" />
        <Button onClick={() => saveText('slipway-recovery-codes.txt', 'text/plain', file)}>
          <Download aria-hidden />
          Download
        </Button>
        <DialogClose asChild>
          <Button variant="primary">I have kept them</Button>
        </DialogClose>
      </DialogFooter>
    </>
  );
}
