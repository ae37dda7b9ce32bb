'use client';

import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { RadioGroup, RadioOption } from '#components/ui/radio-group.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { FieldErrors } from '#lib/errors.ts';
import { COLOUR_NAMES, ColourDot } from './colour-dot.tsx';
import type { Settings } from './form-state.ts';

export type SettingsProps = {
  settings: Settings;
  onChange: (change: Partial<Settings>) => void;
  errors: FieldErrors;
};

/** What it is called. Stands first. */
export function NameField({ settings, onChange, errors }: SettingsProps) {
  return (
    <Field
      label="Name"
      help="What people choose it by when they export."
      error={errors.name}
      required
    >
      {(control) => (
        <Input
          {...control}
          name="name"
          value={settings.name}
          maxLength={100}
          placeholder="Customer portal, invoices"
          autoComplete="off"
          onChange={(event) => onChange({ name: event.target.value })}
        />
      )}
    </Field>
  );
}

const ROLES = [
  { id: 'owner', label: 'Owners' },
  { id: 'admin', label: 'Admins' },
  { id: 'operator', label: 'Operators' },
] as const;

/** Whose it is, who may use it, and how people find it. */
export function SharingFields({
  settings,
  onChange,
  errors,
  mayShare,
}: SettingsProps & { mayShare: boolean }) {
  const { allowedRoles, shared } = settings;
  return (
    <Section title="Who may use it">
      <Field label="Shared with" error={errors.shared} group hideLabel>
        {({ id, ...control }) => (
          <RadioGroup
            {...control}
            value={shared ? 'team' : 'private'}
            onValueChange={(value) => onChange({ shared: value === 'team' })}
          >
            <RadioOption
              value="team"
              disabled={!mayShare}
              label="The team"
              description={
                mayShare
                  ? 'Everybody whose role may export, or only the roles below.'
                  : 'Your role saves private destinations. An admin can share one.'
              }
            />
            <RadioOption value="private" label="Only me" description="Nobody else sees it." />
          </RadioGroup>
        )}
      </Field>
      {shared && (
        <Field
          label="Roles that may use it"
          help="With none chosen, every role that may export."
          error={errors.allowedRoles}
          group
        >
          {({ id, ...control }) => (
            // biome-ignore lint/a11y/useSemanticElements: the label stands outside of it.
            <div role="group" {...control} className="flex flex-wrap gap-x-5 gap-y-2">
              {ROLES.map((role) => (
                <span key={role.id} className="flex items-center gap-2">
                  <Checkbox
                    id={`${id}-${role.id}`}
                    checked={allowedRoles.includes(role.id)}
                    onCheckedChange={(checked) =>
                      onChange({
                        allowedRoles:
                          checked === true
                            ? [...allowedRoles, role.id]
                            : allowedRoles.filter((each) => each !== role.id),
                      })
                    }
                  />
                  <Label htmlFor={`${id}-${role.id}`}>{role.label}</Label>
                </span>
              ))}
            </div>
          )}
        </Field>
      )}
    </Section>
  );
}

export function NotesFields({ settings, onChange, errors }: SettingsProps) {
  return (
    <Section title="Notes">
      <Field
        label="Notes"
        help="What others should know. No secrets: notes are not sealed."
        error={errors.notes}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={2_000}
            value={settings.notes}
            onChange={(event) => onChange({ notes: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        <Field label="Colour" error={errors.colour} group>
          {({ id, ...control }) => (
            <RadioGroup
              {...control}
              value={settings.colour}
              onValueChange={(value) => onChange({ colour: value as Settings['colour'] })}
              className="grid-cols-3"
            >
              {Object.entries(COLOUR_NAMES).map(([colour, name]) => (
                <RadioOption
                  key={colour}
                  value={colour}
                  label={
                    <span className="flex items-center gap-1.5">
                      <ColourDot colour={colour} />
                      {name}
                    </span>
                  }
                />
              ))}
            </RadioGroup>
          )}
        </Field>
        <Field
          label="Credentials end on"
          help="When they do not say so themselves. You are reminded 30 and 7 days before."
          error={errors.givenExpiry}
        >
          {(control) => (
            <Input
              {...control}
              type="date"
              className="max-w-44"
              value={settings.givenExpiry}
              onChange={(event) => onChange({ givenExpiry: event.target.value })}
            />
          )}
        </Field>
      </div>
    </Section>
  );
}

export function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-3">
      <h3 className="border-b pb-1 text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}
