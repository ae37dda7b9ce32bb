'use client';

import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { DialogClose, DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { OfferedFactor } from '#lib/teams/offer-second-factor.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { FormFailure } from './form-failure.tsx';
import { useAsk } from './use-ask.ts';

type ScanFormProps<T> = {
  offered: OfferedFactor;
  /** Receives `code`. */
  action: (input: unknown) => Promise<ActionResult<T>>;
  onDone: (data: T) => void;
};

/** The secret, as a picture and as text, and a code that shows that the app has it. */
export function ScanForm<T>({ offered: { secret, qr }, action, onDone }: ScanFormProps<T>) {
  const { form, busy, errors, failure } = useAsk(action, onDone);
  return (
    <form {...form} className="grid gap-4">
      <FormFailure message={failure} />
      <p className="text-sm">1. Scan this with the app, or type the key in there.</p>
      <div className="grid justify-items-center gap-3 sm:grid-cols-[auto_minmax(0,1fr)] sm:justify-items-start">
        {/* Dark on white, also in the dark: many readers know no other. */}
        <svg
          role="img"
          aria-label="QR code of the key"
          viewBox={`0 0 ${qr.size} ${qr.size}`}
          className="size-44 rounded border bg-[#fff]"
        >
          <path d={qr.path} fill="#000" shapeRendering="crispEdges" />
        </svg>
        <div className="grid content-center justify-items-start gap-2">
          <dl>
            <dt className="text-sm font-medium">Key</dt>
            <dd className="font-mono text-sm break-words">{secret}</dd>
          </dl>
          <CopyButton value={secret.replaceAll(' ', '')} label="Copy key" size="sm" />
        </div>
      </div>
      <Field label="2. Enter the code that the app shows" required error={errors.code}>
        {(control) => (
          <Input
            {...control}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            className="max-w-40 font-mono"
          />
        )}
      </Field>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" busy={busy}>
          Turn on
        </Button>
      </DialogFooter>
    </form>
  );
}
