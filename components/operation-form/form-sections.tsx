'use client';

import { type ReactNode, useId } from 'react';
import type { Widget } from '#lib/operations/field.ts';
import { cn } from '#lib/ui/cn.ts';
import { ChoiceControl } from './choice-control.tsx';
import { FieldControl } from './field-control.tsx';
import { useOperationForm } from './form-context.ts';
import type { FormSection } from './form-layout.ts';

/** These need the whole width. */
const WIDE: ReadonlySet<Widget> = new Set(['key-values', 'private-key', 'textarea', 'switch']);

type FormSectionsProps = {
  sections: readonly FormSection[];
  /** What stands at the start and at the end of a group. */
  before?: Partial<Record<string, ReactNode>>;
  after?: Partial<Record<string, ReactNode>>;
};

export function FormSections({ sections, before = {}, after = {} }: FormSectionsProps) {
  const { operation } = useOperationForm();
  const id = useId();
  return sections.map((section) => (
    // biome-ignore lint/a11y/useSemanticElements: fieldset and legend cannot be laid out as a grid everywhere.
    <div
      key={section.group}
      role="group"
      aria-labelledby={`${id}-${section.group}`}
      className="grid gap-3"
    >
      <h3 id={`${id}-${section.group}`} className="border-b pb-1 text-sm font-semibold">
        {section.title}
      </h3>
      {before[section.group]}
      <div className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-2">
        {section.items.map((item) => {
          if (item.kind === 'choice') {
            return (
              <div key={item.choice.id} className="sm:col-span-2">
                <ChoiceControl choice={item.choice} />
              </div>
            );
          }
          const widget = operation.fields[item.name]?.meta.widget ?? 'text';
          // A single field in its group would leave half of the row empty.
          const wide = WIDE.has(widget) || section.items.length === 1;
          return (
            <div key={item.name} className={cn('min-w-0', wide && 'sm:col-span-2')}>
              <FieldControl name={item.name} />
            </div>
          );
        })}
      </div>
      {after[section.group]}
    </div>
  ));
}
