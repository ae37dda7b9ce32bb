'use client';

import { FolderUp, UploadCloud } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#lib/ui/cn.ts';
import { readDrop } from './read-drop.ts';

type DropZoneProps = {
  onFiles: (files: File[]) => void;
  /** An address was pasted outside of any field. */
  onAddress: (address: string) => void;
  /** Further ways to bring files, beside the two buttons. */
  children?: ReactNode;
  error?: string | undefined;
};

/** Takes files by drop, anywhere on the page, by paste, and by button. */
export function DropZone({ onFiles, onAddress, children, error }: DropZoneProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const over = useDropAnywhere(onFiles);
  usePaste(onFiles, onAddress);

  function take(input: HTMLInputElement) {
    onFiles([...(input.files ?? [])]);
    // The same file may be chosen again.
    input.value = '';
  }

  return (
    <div
      className={cn(
        'grid justify-items-center gap-3 rounded-lg border border-dashed border-input px-4 py-8 text-center',
        over && 'border-primary bg-primary-soft',
        error && 'border-danger',
      )}
    >
      <UploadCloud aria-hidden className="size-6 text-muted-foreground" />
      <p>
        <span className="font-medium">Drop files or folders here</span>
        <span className="block text-sm text-muted-foreground">
          or paste them, or paste an address
        </span>
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button id="choose-files" onClick={() => files.current?.click()}>
          Choose files
        </Button>
        <Button onClick={() => folder.current?.click()}>
          <FolderUp aria-hidden />
          Choose a folder
        </Button>
        {children}
      </div>
      {error && (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      )}
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Files"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label="Folder"
        {...{ webkitdirectory: '' }}
        onChange={(event) => take(event.currentTarget)}
      />
    </div>
  );
}

const carriesFiles = (event: { dataTransfer: DataTransfer | null }): boolean =>
  event.dataTransfer?.types.includes('Files') ?? false;

/** The whole window is the target, so that a near miss does not open the file and lose the page. */
function useDropAnywhere(onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    let leaving: ReturnType<typeof setTimeout>;
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      clearTimeout(leaving);
      setOver(true);
      // dragleave fires between any two elements; silence is what tells that it left.
      leaving = setTimeout(() => setOver(false), 200);
    };
    const onDrop = async (event: DragEvent) => {
      // A field of the form may take files of its own: a key, an account.
      if (!event.dataTransfer || !carriesFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      setOver(false);
      take(await readDrop(event.dataTransfer));
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDrop);
    return () => {
      clearTimeout(leaving);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return over;
}

function usePaste(onFiles: (files: File[]) => void, onAddress: (address: string) => void): void {
  const paste = useEffectEvent((event: ClipboardEvent) => {
    const at = event.target;
    if (
      at instanceof HTMLElement &&
      at.closest('input, textarea, [contenteditable], [role=dialog]')
    ) {
      return;
    }
    const pasted = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData('text/plain').trim() ?? '';
    if (pasted.length > 0) onFiles(pasted);
    else if (/^https?:\/\/\S+$/i.test(text)) onAddress(text);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, []);
}
