'use client';

import { KeyRound, Trash2, Undo2 } from 'lucide-react';
import { RelativeTime } from '#components/relative-time.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import type { SecretState } from '#lib/destinations/types.ts';
import type { FormField } from './use-form-field.ts';
import type { StoredMode } from './use-stored-secrets.ts';

type StoredSecretControlProps = {
  field: FormField<string>;
  stored: SecretState & { mode: StoredMode };
  required: boolean;
  onMode: (mode: StoredMode) => void;
};

/** A secret that is stored: who set it and when, never what it is. It can be replaced, not read. */
export function StoredSecretControl({ field, stored, required, onMode }: StoredSecretControlProps) {
  const { meta, error } = field;
  const noun = meta.label.toLowerCase();
  const cleared = stored.mode === 'clear';
  // Of a URL, the part that is no secret stands in the control.
  const shown = field.value === '' ? undefined : field.value;
  return (
    <Field
      id={field.id}
      label={meta.label}
      help={meta.help}
      error={error.message}
      required={required}
      group
    >
      {({ id, ...described }) => (
        // biome-ignore lint/a11y/useSemanticElements: the label stands outside of it.
        <div
          role="group"
          aria-labelledby={described['aria-labelledby']}
          className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1.5 rounded border bg-muted px-2.5 py-1"
        >
          <span className="flex min-w-0 flex-1 basis-40 items-center gap-1.5 text-sm">
            <KeyRound aria-hidden className="size-4 shrink-0 text-muted-foreground" />
            {cleared ? (
              <span>Removed when you save</span>
            ) : (
              <span className="min-w-0 wrap-anywhere">
                {shown && <span className="block font-mono text-xs">{shown}</span>}
                Set <RelativeTime at={stored.updatedAt} />
                <span className="text-muted-foreground"> by {stored.updatedBy}</span>
                {stored.hint && (
                  <span className="text-muted-foreground">
                    , for the ID ending in {stored.hint}
                  </span>
                )}
              </span>
            )}
          </span>
          <span className="flex gap-1.5">
            <Button
              size="sm"
              id={id}
              aria-label={`Replace ${noun}`}
              aria-invalid={described['aria-invalid']}
              aria-describedby={described['aria-describedby']}
              onClick={() => onMode('replace')}
            >
              Replace
            </Button>
            {cleared ? (
              <Button size="sm" aria-label={`Keep ${noun}`} onClick={() => onMode('keep')}>
                <Undo2 aria-hidden />
                Keep
              </Button>
            ) : (
              <Button
                size="sm"
                variant="ghost"
                aria-label={`Clear ${noun}`}
                onClick={() => onMode('clear')}
              >
                <Trash2 aria-hidden />
                Clear
              </Button>
            )}
          </span>
        </div>
      )}
    </Field>
  );
}
