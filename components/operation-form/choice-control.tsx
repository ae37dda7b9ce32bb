'use client';

import { useController, useFormContext } from 'react-hook-form';
import { Segmented, SegmentedItem } from '#components/ui/radio-group.tsx';
import { type Choice, chosenOption, fieldsOfOption } from '#lib/operations/choice.ts';
import type { FormValues } from '#lib/operations/form-schema.ts';
import { FieldControl } from './field-control.tsx';
import { useOperationForm } from './form-context.ts';

/**
 * One of several sets of fields. What stood in the other sets is kept for the way back, but neither
 * checked nor sent; their errors go.
 */
export function ChoiceControl({ choice }: { choice: Choice }) {
  const { idPrefix } = useOperationForm();
  const { clearErrors } = useFormContext<FormValues>();
  const { field } = useController<FormValues>({ name: `choices.${choice.id}` });
  const option = chosenOption(choice, { [choice.id]: String(field.value) });
  const id = `${idPrefix}choice-${choice.id}`;

  function choose(next: string) {
    const kept = fieldsOfOption(chosenOption(choice, { [choice.id]: next }));
    const left = fieldsOfOption(option).filter((name) => !kept.includes(name));
    field.onChange(next);
    clearErrors(left.map((name) => `fields.${name}` as const));
  }

  return (
    <div className="grid gap-3">
      <div className="grid gap-1">
        <span id={`${id}-label`} className="text-sm font-medium">
          {choice.label}
        </span>
        <Segmented
          id={id}
          aria-labelledby={`${id}-label`}
          aria-describedby={`${id}-help`}
          value={option.id}
          onValueChange={choose}
        >
          {choice.options.map((each) => (
            <SegmentedItem key={each.id} value={each.id}>
              {each.label}
            </SegmentedItem>
          ))}
        </Segmented>
        <p id={`${id}-help`} className="text-xs text-muted-foreground">
          {option.help}
        </p>
      </div>
      {option.fields.map((name) => (
        <FieldControl key={name} name={name} required />
      ))}
      {option.optional?.map((name) => (
        <FieldControl key={name} name={name} />
      ))}
    </div>
  );
}
