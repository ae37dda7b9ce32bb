import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cn } from '#lib/ui/cn.ts';
import { Label } from './label.tsx';
import { Sentence } from './sentence.tsx';

/** What a control must carry so that its label, help and error are read with it. */
export type FieldControl = {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
  'aria-labelledby'?: string;
};

type FieldProps = {
  label: ReactNode;
  help?: ReactNode;
  error?: string | readonly string[] | undefined;
  required?: boolean;
  /** Several controls under one label (radio group, key/value rows): the label names the group. */
  group?: boolean;
  /** Stands at the end of the label's line: a link, "optional", a switch. */
  aside?: ReactNode;
  hideLabel?: boolean;
  id?: string;
  className?: string;
  /** Spread what it is given onto the control: `{(control) => <Input {...control} />}`. */
  children: (control: FieldControl) => ReactNode;
};

/** Label, control, help and error, wired together. */
export function Field(props: FieldProps) {
  const { label, help, error, required, group, aside, hideLabel, className, children } = props;
  const made = useId();
  const id = props.id ?? made;
  const errors = typeof error === 'string' ? [error] : (error ?? []);
  const describedBy = [errors.length > 0 && `${id}-error`, help && `${id}-help`].filter(Boolean);
  const control: FieldControl = {
    id,
    ...(describedBy.length > 0 && { 'aria-describedby': describedBy.join(' ') }),
    ...(errors.length > 0 && { 'aria-invalid': true }),
    ...(required && !group && { 'aria-required': true }),
    ...(group && { 'aria-labelledby': `${id}-label` }),
  };
  const labelled = (
    <>
      {label}
      {required && (
        <span aria-hidden className="text-muted-foreground">
          {' *'}
        </span>
      )}
    </>
  );
  return (
    <div className={cn('grid content-start gap-1', className)}>
      <div className={cn('flex items-baseline justify-between gap-2', hideLabel && 'sr-only')}>
        {group ? (
          <span id={`${id}-label`} className="text-sm font-medium">
            {labelled}
          </span>
        ) : (
          <Label htmlFor={id}>{labelled}</Label>
        )}
        {aside && <span className="text-xs text-muted-foreground">{aside}</span>}
      </div>
      {children(control)}
      {errors.length > 0 && (
        <div id={`${id}-error`} className="grid gap-0.5 text-sm text-danger">
          {errors.map((text) => (
            <p key={text} className="flex gap-1.5">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              <span className="min-w-0 wrap-anywhere">
                <Sentence text={text} />
              </span>
            </p>
          ))}
        </div>
      )}
      {help && (
        <p id={`${id}-help`} className="text-xs text-muted-foreground">
          {help}
        </p>
      )}
    </div>
  );
}
