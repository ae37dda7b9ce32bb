'use client';

import { useState } from 'react';
import { readSecrets } from '#components/destinations/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { RadioGroup, RadioOption } from '#components/ui/radio-group.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { DestinationInput } from '#lib/destinations/destination-input.ts';
import type { FieldErrors } from '#lib/errors.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { secretFields, withoutSecrets } from '#lib/operations/secrets.ts';
import type { ActionResult } from '#lib/web/action-state.ts';

export type CreateDestination = (input: DestinationInput) => Promise<ActionResult<{ id: string }>>;

type SaveDestinationDialogProps = {
  operation: string;
  /** As the form gave them, secrets among them: from here they go into the vault. */
  options: Record<string, unknown>;
  mayShare: boolean;
  create: CreateDestination;
  onSaved: () => void;
  onClose: () => void;
};

/** Keeps what the form holds as a destination; only the name is asked. */
export function SaveDestinationDialog(props: SaveDestinationDialogProps) {
  const { operation: id, options, mayShare, create } = props;
  const operation = getOperation(id);
  const [name, setName] = useState(
    () => operation.describePlace?.(withoutSecrets(operation, options))?.slice(0, 100) ?? '',
  );
  const [shared, setShared] = useState(mayShare);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [message, setMessage] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function save() {
    setBusy(true);
    setErrors({});
    setMessage(undefined);
    const answer = await create({
      ...PLAIN,
      ...readSecrets(secretFields(operation), options, []),
      operation: id,
      name,
      shared,
    }).catch(() => undefined);
    setBusy(false);
    if (!answer?.ok) {
      const fields = answer?.fields ?? {};
      setErrors(fields);
      const others = Object.entries(fields).filter(([field]) => field !== 'name');
      setMessage(
        others[0]?.[1].join(' ') ?? (fields.name ? undefined : (answer?.message ?? UNREACHABLE)),
      );
      return;
    }
    toast.success(`“${name.trim()}” saved as a destination`);
    props.onSaved();
  }

  return (
    <Dialog open onOpenChange={(open) => !open && props.onClose()}>
      <DialogContent
        title="Save as destination"
        description="What is filled in is kept, its secrets sealed. Next time it is picked by name."
      >
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            if (!busy) void save();
          }}
        >
          <Field label="Name" error={errors.name} required>
            {(control) => (
              <Input
                {...control}
                value={name}
                maxLength={100}
                autoComplete="off"
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          {mayShare && (
            <RadioGroup
              aria-label="Shared with"
              value={shared ? 'team' : 'private'}
              onValueChange={(value) => setShared(value === 'team')}
            >
              <RadioOption value="team" label="The team" />
              <RadioOption value="private" label="Only me" />
            </RadioGroup>
          )}
          {message && (
            <Alert tone="danger" role="alert">
              {message}
            </Alert>
          )}
          <DialogFooter>
            <Button type="submit" variant="primary" busy={busy}>
              Save destination
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

const PLAIN = {
  openFields: [],
  allowedRoles: [],
  notes: '',
  colour: 'grey',
  prefix: null,
  fencePrefix: null,
  fenceBytes: null,
  givenExpiry: null,
} satisfies Partial<DestinationInput>;

const UNREACHABLE = 'The server cannot be reached. Try again in a moment.';
