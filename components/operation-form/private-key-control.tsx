'use client';

import { Eye, EyeOff, FileUp } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { repairPrivateKey } from '#lib/operations/private-key.ts';
import { cn } from '#lib/ui/cn.ts';
import { useOperationForm } from './form-context.ts';
import { NEVER_FILLED } from './never-filled.ts';
import { readTextFile } from './read-text-file.ts';
import { useFormField } from './use-form-field.ts';

/** A key of several lines: typed, pasted or dropped as a file, masked, mended when it is left. */
export function PrivateKeyControl({ name, required }: { name: string; required: boolean }) {
  const { operation, fillFrom } = useOperationForm();
  const { id, meta, value, setValue, onBlur, error } = useFormField<string>(name);
  const [shown, setShown] = useState(false);
  const [dragged, setDragged] = useState(false);
  const [fileError, setFileError] = useState<string>();
  const file = useRef<HTMLInputElement>(null);

  /** A document that holds the key, and more, fills all of its fields. */
  function take(text: string) {
    setFileError(undefined);
    if (operation.dropFile && text.trim().startsWith('{') && fillFrom(text).ok) return;
    setValue(repairPrivateKey(text));
  }

  async function takeFile(given: File | undefined) {
    if (!given) return;
    const read = await readTextFile(given);
    if (read.ok) take(read.text);
    else setFileError(read.message);
  }

  function paste(event: ClipboardEvent<HTMLTextAreaElement>) {
    const { selectionStart, selectionEnd } = event.currentTarget;
    const whole = selectionEnd - selectionStart === value.length;
    if (!whole) return;
    event.preventDefault();
    take(event.clipboardData.getData('text/plain'));
  }

  function drop(event: DragEvent) {
    setDragged(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    void takeFile(event.dataTransfer.files[0]);
  }

  return (
    <Field
      id={id}
      label={meta.label}
      help={meta.help}
      error={fileError ?? error.message}
      required={required || meta.required}
    >
      {(control) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the button does the same.
        <div
          className={cn('grid gap-1 rounded', dragged && 'outline-2 outline-ring')}
          onDragOver={(event) => {
            if (!event.dataTransfer.types.includes('Files')) return;
            event.preventDefault();
            event.stopPropagation();
            setDragged(true);
          }}
          onDragLeave={() => setDragged(false)}
          onDrop={drop}
        >
          <Textarea
            {...control}
            {...NEVER_FILLED}
            name={name}
            rows={4}
            value={value}
            placeholder={meta.placeholder}
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            wrap="off"
            className={cn(
              'font-mono text-xs',
              // The mask would cover the placeholder, too.
              !shown && value !== '' && '[-webkit-text-security:disc]',
            )}
            onChange={(event) => {
              setFileError(undefined);
              setValue(event.target.value);
            }}
            onPaste={paste}
            onBlur={() => {
              const mended = repairPrivateKey(value);
              if (mended !== value) setValue(mended);
              onBlur();
            }}
          />
          <div className="flex flex-wrap gap-2">
            <Button size="sm" onClick={() => file.current?.click()}>
              <FileUp aria-hidden />
              Choose key file
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setShown(!shown)}>
              {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
              {shown ? `Hide ${meta.label.toLowerCase()}` : `Show ${meta.label.toLowerCase()}`}
            </Button>
          </div>
          <input
            ref={file}
            type="file"
            hidden
            aria-label={`File with the ${meta.label.toLowerCase()}`}
            onChange={(event) => {
              void takeFile(event.target.files?.[0]);
              // The same file may be chosen again.
              event.target.value = '';
            }}
          />
        </div>
      )}
    </Field>
  );
}
