'use client';

import { createContext, useContext } from 'react';
import type { Operation } from '#lib/operations/operation.ts';
import type { FilledFields } from '#lib/operations/service-account.ts';
import type { StoredSecrets } from './use-stored-secrets.ts';

/** What the controls of one form share, beside react-hook-form's own context. */
export type OperationFormState = {
  operation: Operation;
  /** Put before the name of a field, it is the id of its control. */
  idPrefix: string;
  /** Fills fields from a document such as a service account key; says what it is if it is none. */
  fillFrom: (text: string) => FilledFields;
  secrets: StoredSecrets;
};

const Context = createContext<OperationFormState | undefined>(undefined);

export const OperationFormProvider = Context.Provider;

export function useOperationForm(): OperationFormState {
  const state = useContext(Context);
  if (!state) throw new Error('A control of the operation form stands outside of one.');
  return state;
}
