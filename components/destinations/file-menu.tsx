'use client';

import { FileDown, FileUp } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { DestinationFile } from '#lib/destinations/destination-file.ts';
import type { ImportedFile } from '#lib/destinations/import-file.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { ExportFileDialog } from './export-file-dialog.tsx';
import { ImportFileDialog } from './import-file-dialog.tsx';

export type ExportFileAction = (input: {
  passphrase?: string;
}) => Promise<ActionResult<DestinationFile>>;
export type ImportFileAction = (input: {
  file: string;
  passphrase?: string;
}) => Promise<ActionResult<ImportedFile>>;

type FileMenuProps = {
  exportFile: ExportFileAction;
  importFile: ImportFileAction;
  mayTakeSecrets: boolean;
};

/** Takes destinations along as a file, and makes them of one. */
export function FileMenu({ exportFile, importFile, mayTakeSecrets }: FileMenuProps) {
  const [open, setOpen] = useState<'export' | 'import'>();
  return (
    <>
      <Button onClick={() => setOpen('import')}>
        <FileUp aria-hidden />
        From a file
      </Button>
      <Button onClick={() => setOpen('export')}>
        <FileDown aria-hidden />
        To a file
      </Button>
      {open === 'export' && (
        <ExportFileDialog
          exportFile={exportFile}
          mayTakeSecrets={mayTakeSecrets}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'import' && (
        <ImportFileDialog importFile={importFile} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}
