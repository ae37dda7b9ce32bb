'use client';

import { Field } from '#components/ui/field.tsx';
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from '#components/ui/select.tsx';
import { useFormField } from './use-form-field.ts';

// An item cannot have an empty value; no option of the wire has spaces.
const UNSET = 'not set';

/** One of a fixed set, each with a line of help. What holds when nothing is sent comes first. */
export function SelectControl({ name, required = false }: { name: string; required?: boolean }) {
  const { id, meta, value, setValue, onBlur, error } = useFormField<string>(name);
  const options = meta.options ?? [];
  const standard = options.find((option) => option.value === meta.default);
  const necessary = required || meta.required;
  const unset = {
    value: UNSET,
    label: standard?.label ?? 'Not set',
    help: standard?.help ?? 'Nothing is sent; the target decides.',
  };
  const items = [
    ...(necessary ? [] : [unset]),
    ...options.filter((option) => necessary || option !== standard),
  ];
  const chosen = items.find((item) => item.value === value) ?? (necessary ? undefined : unset);
  return (
    <Field id={id} label={meta.label} help={meta.help} error={error.message} required={necessary}>
      {(control) => (
        <Select
          value={chosen?.value ?? ''}
          onValueChange={(next) => setValue(next === UNSET ? '' : next)}
          onOpenChange={(open) => !open && onBlur()}
        >
          <SelectTrigger {...control}>
            <SelectValue placeholder="Choose…">{chosen?.label}</SelectValue>
          </SelectTrigger>
          <SelectContent>
            {items.map((item) => (
              <SelectItem key={item.value} value={item.value} description={item.help}>
                {item.label}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
    </Field>
  );
}
