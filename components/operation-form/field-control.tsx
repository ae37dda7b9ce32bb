'use client';

import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { type FieldControl as ControlProps, Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { PasswordInput } from '#components/ui/password-input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { Widget } from '#lib/operations/field.ts';
import { getField } from '#lib/operations/operation.ts';
import { useOperationForm } from './form-context.ts';
import { pasteTrimmed } from './insert-text.ts';
import { KeyValuesControl } from './key-values-control.tsx';
import { NEVER_FILLED } from './never-filled.ts';
import { PrivateKeyControl } from './private-key-control.tsx';
import { SelectControl } from './select-control.tsx';
import { StoredSecretControl } from './stored-secret-control.tsx';
import { SwitchControl } from './switch-control.tsx';
import { type FormField, useFormField } from './use-form-field.ts';

type FieldControlProps = {
  name: string;
  /** Whether a choice makes the field necessary, beyond what it is by itself. */
  required?: boolean;
};

/** The control that a field's widget asks for, with its label, help and error. */
export function FieldControl({ name, required = false }: FieldControlProps) {
  const field = useFormField<string>(name);
  const { operation, secrets } = useOperationForm();
  const stored = secrets.find(name);
  if (!stored) return <GivenControl field={field} required={required} />;
  const { label } = field.meta;
  if (stored.mode !== 'replace') {
    return (
      <StoredSecretControl
        field={field}
        stored={stored}
        required={required || field.meta.required}
        onMode={(mode) => {
          // What may be shown of it is no value to send.
          field.setValue(getField(operation, name).toForm(undefined) as string);
          secrets.set(name, mode);
        }}
      />
    );
  }
  return (
    <div className="grid justify-items-start gap-1 [&>:first-child]:w-full">
      <GivenControl field={field} required={required} />
      <Button
        size="sm"
        variant="ghost"
        aria-label={`Keep the stored ${label.toLowerCase()}`}
        onClick={() => secrets.set(name, 'keep')}
      >
        <Undo2 aria-hidden />
        Keep the stored one
      </Button>
    </div>
  );
}

function GivenControl({ field, required }: { field: FormField<string>; required: boolean }) {
  const { name } = field;
  const { widget } = field.meta;
  if (widget === 'switch') return <SwitchControl name={name} />;
  if (widget === 'key-values') return <KeyValuesControl name={name} />;
  if (widget === 'private-key') return <PrivateKeyControl name={name} required={required} />;
  if (widget === 'select') return <SelectControl name={name} required={required} />;
  return (
    <Field
      id={field.id}
      label={field.meta.label}
      help={field.meta.help}
      error={field.error.message}
      required={required || field.meta.required}
    >
      {(control) => LINES[widget](field, control)}
    </Field>
  );
}

type LineWidget = Exclude<Widget, 'switch' | 'key-values' | 'private-key' | 'select'>;

const shared = ({ name, meta, value, setValue, onBlur }: FormField<string>) => ({
  name,
  value,
  placeholder: meta.placeholder,
  onBlur,
  onChange: (event: { target: { value: string } }) => setValue(event.target.value),
  autoCapitalize: 'none',
  autoCorrect: 'off',
  spellCheck: false,
  ...NEVER_FILLED,
});

const line = (field: FormField<string>, control: ControlProps, more = {}): ReactNode => (
  <Input {...control} {...shared(field)} {...more} onPaste={pasteTrimmed} />
);

const LINES: Record<LineWidget, (field: FormField<string>, control: ControlProps) => ReactNode> = {
  text: line,
  url: (field, control) => line(field, control, { inputMode: 'url' }),
  number: (field, control) => line(field, control, { inputMode: 'numeric', className: 'max-w-32' }),
  textarea: (field, control) => <Textarea {...control} {...shared(field)} />,
  combobox: (field, control) => {
    const { onChange: _, ...rest } = shared(field);
    return (
      <Combobox
        {...control}
        {...rest}
        onValueChange={field.setValue}
        suggestions={field.meta.suggestions ?? []}
        listLabel={`Suggestions for ${field.meta.label}`}
        onPaste={pasteTrimmed}
      />
    );
  },
  secret: (field, control) => (
    <PasswordInput
      {...control}
      {...shared(field)}
      // Browsers fill in passwords in spite of "off"; this value tells them that none is wanted.
      autoComplete="new-password"
      noun={field.meta.label}
      defaultShown={field.isOpen}
      onPaste={pasteTrimmed}
    />
  ),
};
