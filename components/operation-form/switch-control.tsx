'use client';

import { Label } from '#components/ui/label.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { useFormField } from './use-form-field.ts';

export function SwitchControl({ name }: { name: string }) {
  const { id, meta, value, setValue, onBlur, error } = useFormField<boolean>(name);
  return (
    <div className="flex gap-2.5">
      <Switch
        id={id}
        checked={value}
        onCheckedChange={setValue}
        onBlur={onBlur}
        aria-describedby={`${id}-help`}
        aria-invalid={error.message ? true : undefined}
        className="mt-px"
      />
      <div className="grid min-w-0 content-start">
        <Label htmlFor={id}>{meta.label}</Label>
        <p id={`${id}-help`} className="text-xs text-muted-foreground">
          {meta.help}
        </p>
        {error.message && <p className="text-sm text-danger">{error.message}</p>}
      </div>
    </div>
  );
}
