'use client';

import { Checkbox } from '#components/ui/checkbox.tsx';
import {
  Collapsible,
  CollapsibleContent,
  CollapsibleTrigger,
} from '#components/ui/collapsible.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import type { Operation } from '#lib/operations/operation.ts';
import { checkPrefix, PLACEHOLDERS } from '#lib/operations/prefix.ts';
import { Section, type SettingsProps } from './settings-fields.tsx';

/** What goes before names, and what no use may leave. */
export function RuleFields({
  settings,
  onChange,
  errors,
  operation,
}: SettingsProps & { operation: Operation }) {
  const hasNames = Object.keys(operation.naming).length > 0;
  const wrong = settings.prefix ? checkPrefix(settings.prefix) : undefined;
  return (
    <Section title="Rules">
      <div className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-2">
        {hasNames && (
          <>
            <Field
              label="Prefix"
              help={`Put before every name at each use. Placeholders: ${Object.keys(PLACEHOLDERS)
                .map((name) => `{${name}}`)
                .join(' ')}. Times are UTC.`}
              error={errors.prefix ?? wrong}
            >
              {(control) => (
                <Input
                  {...control}
                  value={settings.prefix}
                  maxLength={300}
                  placeholder="{yyyy}/{mm}/{person}/"
                  className="font-mono"
                  autoCapitalize="none"
                  spellCheck={false}
                  onChange={(event) => onChange({ prefix: event.target.value })}
                />
              )}
            </Field>
            <Field
              label="Allowed prefix"
              help="Every name has to begin with it, whatever is filled in. Left empty, any name."
              error={errors.fencePrefix}
            >
              {(control) => (
                <Input
                  {...control}
                  value={settings.fencePrefix}
                  maxLength={300}
                  placeholder="incoming/"
                  className="font-mono"
                  autoCapitalize="none"
                  spellCheck={false}
                  onChange={(event) => onChange({ fencePrefix: event.target.value })}
                />
              )}
            </Field>
          </>
        )}
        <Field
          label="Largest file"
          help="Files larger than this are refused. Left empty, any size."
          error={errors.fenceBytes}
        >
          {(control) => (
            <Input
              {...control}
              value={settings.fenceBytes}
              placeholder="500 MB"
              className="max-w-44"
              onChange={(event) => onChange({ fenceBytes: event.target.value })}
            />
          )}
        </Field>
      </div>
      <OpenFields settings={settings} onChange={onChange} errors={errors} operation={operation} />
    </Section>
  );
}

/** Which options whoever exports may fill in or change. */
function OpenFields({
  settings,
  onChange,
  errors,
  operation,
}: SettingsProps & { operation: Operation }) {
  const { openFields } = settings;
  const known = openFields.filter((name) => Object.hasOwn(operation.fields, name));
  return (
    <Collapsible {...(errors.openFields ? { open: true } : {})}>
      <CollapsibleTrigger>
        Left open
        <span className="font-normal text-muted-foreground">
          {known.length > 0 ? `${known.length} set` : 'nothing'}
        </span>
      </CollapsibleTrigger>
      <CollapsibleContent className="pt-2">
        <Field
          label="Fields that whoever exports may fill in or change"
          help="All others are as they are saved here. Where a secret is stored, its place cannot be left open."
          error={errors.openFields}
          group
        >
          {({ id, ...control }) => (
            // biome-ignore lint/a11y/useSemanticElements: the label stands outside of it.
            <div
              role="group"
              {...control}
              className="grid gap-x-4 gap-y-2 rounded border p-3 sm:grid-cols-2 md:grid-cols-3"
            >
              {Object.entries(operation.fields).map(([name, { meta }]) => (
                <span key={name} className="flex items-center gap-2">
                  <Checkbox
                    id={`${id}-${name}`}
                    checked={openFields.includes(name)}
                    onCheckedChange={(checked) =>
                      onChange({
                        openFields:
                          checked === true
                            ? [...openFields, name]
                            : openFields.filter((each) => each !== name),
                      })
                    }
                  />
                  <Label htmlFor={`${id}-${name}`} className="font-normal">
                    {meta.label}
                  </Label>
                </span>
              ))}
            </div>
          )}
        </Field>
      </CollapsibleContent>
    </Collapsible>
  );
}
