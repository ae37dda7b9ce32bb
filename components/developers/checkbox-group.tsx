'use client';

import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';

type CheckboxGroupProps = {
  label: string;
  /** Names to what each means, in the order in which they are shown. */
  options: Record<string, string>;
  value: readonly string[];
  onChange: (value: string[]) => void;
  error?: string[] | undefined;
};

/** Any number of named things; the names as programs write them. */
export function CheckboxGroup({ label, options, value, onChange, error }: CheckboxGroupProps) {
  return (
    <Field label={label} group required error={error}>
      {({ id, ...group }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would want its legend inside.
        <div role="group" id={id} aria-labelledby={group['aria-labelledby']} className="grid gap-2">
          {Object.entries(options).map(([name, text], i) => (
            <div key={name} className="flex gap-2">
              <Checkbox
                id={`${id}-${name}`}
                className="mt-0.5"
                checked={value.includes(name)}
                aria-invalid={i === 0 ? group['aria-invalid'] : undefined}
                aria-describedby={group['aria-describedby']}
                onCheckedChange={(checked) =>
                  onChange(checked ? [...value, name] : value.filter((one) => one !== name))
                }
              />
              <label htmlFor={`${id}-${name}`} className="grid min-w-0 text-sm">
                <code>{name}</code>
                <span className="text-xs text-muted-foreground">{text}</span>
              </label>
            </div>
          ))}
        </div>
      )}
    </Field>
  );
}
