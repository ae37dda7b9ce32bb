'use client';

import { useWatch } from 'react-hook-form';
import {
  Collapsible,
  CollapsibleContent,
  CollapsibleTrigger,
} from '#components/ui/collapsible.tsx';
import type { FormValues } from '#lib/operations/form-schema.ts';
import { countSet } from './count-set.ts';
import { useOperationForm } from './form-context.ts';
import { type FormSection, fieldNames } from './form-layout.ts';
import { FormSections } from './form-sections.tsx';

type MoreOptionsProps = {
  sections: readonly FormSection[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** What can be left as it is, folded. It says how much of it is filled in. */
export function MoreOptions({ sections, open, onOpenChange }: MoreOptionsProps) {
  const { operation } = useOperationForm();
  const values = useWatch<FormValues>() as FormValues;
  const set = countSet(operation, fieldNames(sections), values);
  return (
    <Collapsible open={open} onOpenChange={onOpenChange}>
      <CollapsibleTrigger>
        More options
        {set > 0 && <span className="font-normal text-muted-foreground">{set} set</span>}
      </CollapsibleTrigger>
      <CollapsibleContent forceMount className="grid gap-5 pt-3">
        <FormSections sections={sections} />
      </CollapsibleContent>
    </Collapsible>
  );
}
