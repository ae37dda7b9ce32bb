'use client';

import { useWatch } from 'react-hook-form';
import type { FormValues } from '#lib/operations/form-schema.ts';
import { draftOptions } from '#lib/operations/form-schema.ts';
import { useOperationForm } from './form-context.ts';
import { type NamesAround, NamesList } from './names-list.tsx';

type NamesPreviewProps = { filenames: readonly string[]; around?: NamesAround | undefined };

/** The names that the files will get, as the form stands. */
export function NamesPreview({ filenames, around }: NamesPreviewProps) {
  const { operation } = useOperationForm();
  const values = useWatch<FormValues>() as FormValues;
  const options = draftOptions(operation, values);
  return (
    <NamesList operation={operation} options={options} filenames={filenames} around={around} />
  );
}
