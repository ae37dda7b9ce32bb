'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { FormFailure } from '#components/auth/form-failure.tsx';
import { type FormErrors, useFormAction } from '#components/auth/use-form-action.ts';
import { Button } from '#components/ui/button.tsx';
import { DialogClose, DialogFooter } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import type { ConnectionRow } from '#lib/connections/list-connections.ts';
import type { Place } from '#lib/connections/places.ts';
import type { FormAction } from '#lib/ui/action-state.ts';

type ConnectionFormProps = {
  /** Receives `name`, `base_url` and `api_key`, and `id` of one that is changed. */
  action: FormAction;
  places: readonly Place[];
  /** The one that is changed. */
  row: ConnectionRow | undefined;
  /** @param moved whether it is at another address now. */
  onSaved: (moved: boolean) => void;
};

const OTHER = 'other';

export function ConnectionForm({ action, places, row, onSaved }: ConnectionFormProps) {
  const [place, setPlace] = useState(() => placeOf(places, row?.baseUrl));
  const [address, setAddress] = useState(place === OTHER ? (row?.baseUrl ?? '') : '');
  const baseUrl = places.find(({ id }) => id === place)?.baseUrl ?? address.trim();
  const moved = row !== undefined && baseUrl !== row.baseUrl;
  const keeps = row !== undefined && !moved;

  function check(data: FormData): FormErrors {
    const text = (name: string) => String(data.get(name) ?? '').trim();
    return {
      ...(!text('name') && { name: ['Give it a name.'] }),
      ...(!text('base_url') && { base_url: ['Enter an address that ends with /v2.'] }),
      ...(!text('api_key') &&
        !keeps && {
          api_key: [moved ? 'Another address: enter the API key anew.' : 'Enter the API key.'],
        }),
    };
  }
  const { form, state, busy, errorsOf, failure } = useFormAction(action, check);
  const finish = useEffectEvent(() => onSaved(moved || row === undefined));
  useEffect(() => {
    if (state?.ok) finish();
  }, [state]);

  return (
    <form {...form} className="grid gap-4">
      <FormFailure message={failure} />
      {row && <input type="hidden" name="id" value={row.id} />}
      <Field label="Where" error={place === OTHER ? undefined : errorsOf('base_url')}>
        {(control) => (
          <NativeSelect
            {...control}
            value={place}
            onChange={(event) => setPlace(event.target.value)}
          >
            {places.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
            <option value={OTHER}>Another address that speaks the API v2</option>
          </NativeSelect>
        )}
      </Field>
      {place === OTHER ? (
        <Field
          label="Address"
          required
          error={errorsOf('base_url')}
          help="Of another Slipway, say. It ends with /v2."
        >
          {(control) => (
            <Input
              {...control}
              name="base_url"
              type="url"
              inputMode="url"
              autoComplete="off"
              placeholder="https://slipway.example.com/v2"
              value={address}
              onChange={(event) => setAddress(event.target.value)}
            />
          )}
        </Field>
      ) : (
        <input type="hidden" name="base_url" value={baseUrl} />
      )}
      <Field label="Name" required error={errorsOf('name')} help="What your team calls it.">
        {(control) => (
          <Input
            {...control}
            name="name"
            autoComplete="off"
            maxLength={100}
            defaultValue={row?.name ?? ''}
          />
        )}
      </Field>
      <Field
        label="API key"
        required={!keeps}
        error={errorsOf('api_key')}
        help={
          keeps
            ? `The stored key ends with ${row.keyHint}. Leave this empty to keep it.`
            : 'With the scopes task.read and task.write; user.read shows account and credits. It is stored sealed, and shown to nobody.'
        }
      >
        {(control) => (
          <PasswordInput {...control} name="api_key" noun="API key" autoComplete="off" />
        )}
      </Field>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" busy={busy}>
          {row ? 'Check and save' : 'Check and add'}
        </Button>
      </DialogFooter>
    </form>
  );
}

function placeOf(places: readonly Place[], baseUrl: string | undefined): string {
  if (!baseUrl) return places[0]?.id ?? OTHER;
  return places.find((place) => place.baseUrl === baseUrl)?.id ?? OTHER;
}
