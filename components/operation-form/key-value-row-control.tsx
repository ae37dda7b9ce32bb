'use client';

import { X } from 'lucide-react';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input } from '#components/ui/input.tsx';
import type { KeyValueRow } from '#lib/operations/field.ts';
import type { RowErrors } from './field-error.ts';
import { pasteTrimmed } from './insert-text.ts';
import { NEVER_FILLED } from './never-filled.ts';

type RowProps = {
  row: KeyValueRow;
  /** From 1, for the names of the controls. */
  number: number;
  entry: { key: string; value: string };
  errors: RowErrors;
  /** Something is wrong with all rows together. */
  invalid: boolean;
  ids: { key: string; value: string };
  onChange: (part: Partial<KeyValueRow>) => void;
  onAdd: () => void;
  /** Missing where there is nothing to remove. */
  onRemove: (() => void) | undefined;
  onPaste: (event: ClipboardEvent<HTMLInputElement>) => void;
};

/** One row. Enter in the value adds the next; Backspace in an empty key removes an empty row. */
export function KeyValueRowControl(props: RowProps) {
  const { row, number, entry, errors, invalid, ids, onChange, onAdd, onRemove, onPaste } = props;

  function handleKey(part: 'key' | 'value', event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && part === 'value' && row.key !== '') {
      event.preventDefault();
      onAdd();
    }
    if (event.key === 'Backspace' && part === 'key' && row.key === '' && row.value === '') {
      if (!onRemove || number === 1) return;
      event.preventDefault();
      onRemove();
    }
  }

  const parts = ['key', 'value'] as const;
  return (
    <div className="grid gap-0.5">
      <div className="flex gap-1.5">
        {parts.map((part) => (
          <Input
            key={part}
            id={ids[part]}
            data-part={part}
            aria-label={`${entry[part]} ${number}`}
            aria-invalid={errors[part] || (invalid && part === 'key') ? true : undefined}
            aria-describedby={errors[part] ? `${ids[part]}-error` : undefined}
            placeholder={number === 1 ? entry[part] : undefined}
            value={row[part]}
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            {...NEVER_FILLED}
            onChange={(event) => onChange({ [part]: event.target.value })}
            onKeyDown={(event) => handleKey(part, event)}
            onPaste={(event) => {
              if (part === 'key') onPaste(event);
              if (!event.defaultPrevented) pasteTrimmed(event);
            }}
          />
        ))}
        <IconButton
          icon={X}
          label={`Remove ${entry.key} ${number}`}
          disabled={!onRemove}
          onClick={onRemove}
        />
      </div>
      {parts.map(
        (part) =>
          errors[part] && (
            <p key={part} id={`${ids[part]}-error`} className="text-sm text-danger">
              {errors[part]}
            </p>
          ),
      )}
    </div>
  );
}
