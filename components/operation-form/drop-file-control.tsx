'use client';

import { FileJson } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { DropFile } from '#lib/operations/operation.ts';
import { cn } from '#lib/ui/cn.ts';
import { useOperationForm } from './form-context.ts';
import { readTextFile } from './read-text-file.ts';

/** Takes the document that fills several fields at once. */
export function DropFileControl({ dropFile }: { dropFile: DropFile }) {
  const { idPrefix, fillFrom } = useOperationForm();
  const [dragged, setDragged] = useState(false);
  const [error, setError] = useState<string>();
  const file = useRef<HTMLInputElement>(null);
  const helpId = `${idPrefix}drop-file-help`;

  async function take(given: File | undefined) {
    if (!given) return;
    const read = await readTextFile(given);
    const filled = read.ok ? fillFrom(read.text) : read;
    setError(filled.ok ? undefined : filled.message);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    event.stopPropagation();
    setDragged(false);
    void take(event.dataTransfer.files[0]);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the button does the same.
    <div
      className={cn(
        'grid gap-1 rounded border border-dashed border-input px-3 py-2',
        dragged && 'border-ring bg-primary-soft',
      )}
      onDragOver={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setDragged(true);
      }}
      onDragLeave={() => setDragged(false)}
      onDrop={drop}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="sm" aria-describedby={helpId} onClick={() => file.current?.click()}>
          <FileJson aria-hidden />
          Choose {dropFile.label.toLowerCase()}
        </Button>
        <p id={helpId} className="min-w-0 text-xs text-muted-foreground">
          {dropFile.help}
        </p>
      </div>
      <p role="alert" className="text-sm text-danger empty:hidden">
        {error}
      </p>
      <input
        ref={file}
        type="file"
        hidden
        accept={dropFile.accept}
        aria-label={dropFile.label}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
    </div>
  );
}
