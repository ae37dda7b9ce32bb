'use client';

import { useFormState } from 'react-hook-form';
import { Alert } from '#components/ui/alert.tsx';
import type { FormValues } from '#lib/operations/form-schema.ts';
import { readFieldError } from './field-error.ts';
import { useOperationForm } from './form-context.ts';

type ErrorSummaryProps = {
  /** How often the form was sent with errors; each time it is announced anew. */
  attempt: number;
  /** What is wrong with no field in particular. */
  problem: string | undefined;
  onJump: (name: string) => void;
};

/** Which fields stop the form, as links to them. */
export function ErrorSummary({ attempt, problem, onJump }: ErrorSummaryProps) {
  const { operation } = useOperationForm();
  const { errors } = useFormState<FormValues>();
  const names = Object.keys(operation.fields).filter((name) => {
    const { message, rows } = readFieldError(errors.fields?.[name]);
    return message !== undefined || rows.size > 0;
  });
  if (attempt === 0 || (names.length === 0 && !problem)) return null;
  const count = names.length === 1 ? 'One field needs' : `${names.length} fields need`;
  return (
    // The key makes it a new alert each time; what is mended in between is not read out again.
    <Alert key={attempt} tone="danger" role="alert" aria-atomic="false" aria-relevant="additions">
      {problem && <p>{problem}</p>}
      {names.length > 0 && (
        <p>
          {count} another look:{' '}
          {names.map((name, index) => (
            <span key={name}>
              {index > 0 && ', '}
              <button
                type="button"
                className="rounded underline underline-offset-2"
                onClick={() => onJump(name)}
              >
                {operation.fields[name]?.meta.label}
              </button>
            </span>
          ))}
          .
        </p>
      )}
    </Alert>
  );
}
