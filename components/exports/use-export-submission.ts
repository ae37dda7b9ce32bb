'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { uploads } from '#components/upload/uploads.ts';
import type { FieldErrors } from '#lib/errors.ts';
import type { CreatedExports } from '#lib/exports/create-exports.ts';
import type { CreateExportsInput, DeliveryInput } from '#lib/exports/deliveries-input.ts';
import type { ExportStart } from '#lib/exports/prepare-export.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { type DeliveryErrors, readDeliveryErrors } from './delivery-errors.ts';
import { missingFiles } from './file-problems.ts';
import { newSubmissionId } from './submission-id.ts';

/** What the server found, now or when the export was run that is to be run again. */
type Problem = {
  message?: string | undefined;
  /** With each place, by its number in the submission. */
  places: DeliveryErrors['places'];
};

export type CreateExports = (input: CreateExportsInput) => Promise<ActionResult<CreatedExports>>;

type Submission = {
  create: CreateExports;
  /** Its id: the files are of it, and it runs the tasks. */
  connection: string;
  start: ExportStart | undefined;
  /** Undefined when something is wrong with what was filled in, which is then shown. */
  read: () => Promise<DeliveryInput[] | undefined>;
  onFileProblem: (problem: string | undefined) => void;
  /** Some were made, and some were not. @returns what to say. */
  onPartly: (created: CreatedExports) => string;
};

/** Hands over what the page holds, once, however often it is sent; goes to the export when it is made. */
export function useExportSubmission(given: Submission) {
  const { create, connection, start, read, onFileProblem, onPartly } = given;
  const router = useRouter();
  const [problem, setProblem] = useState<Problem>(() => ({
    places: new Map(start ? [[0, start.errors]] : []),
  }));
  const [busy, setBusy] = useState(false);
  const submission = useRef<string>(undefined);

  async function submit() {
    setProblem(NONE);
    const deliveries = await read();
    if (!deliveries) return;
    setBusy(true);
    const chosen = await uploads.prepared();
    const missing = missingFiles(chosen);
    onFileProblem(missing);
    if (missing) {
      setBusy(false);
      document.getElementById('choose-files')?.focus();
      return;
    }
    submission.current ??= newSubmissionId();
    const ready = chosen.flatMap((item) => (item.taskId ? [{ ...item, taskId: item.taskId }] : []));
    const answer = await create({
      deliveries,
      inputTaskIds: ready.map((item) => item.taskId),
      names: Object.fromEntries(ready.map((item) => [item.taskId, item.name])),
      connection,
      submissionId: submission.current,
    }).catch((): ActionResult<CreatedExports> => UNREACHABLE);
    if (answer.ok && answer.data.refused.length === 0) {
      uploads.release();
      router.push(`/exports/${answer.data.made[0]?.id}`);
      return;
    }
    setBusy(false);
    // A broken connection leaves open whether it went through: the same submission may come again.
    if (answer.ok || answer.code !== UNREACHABLE.code) submission.current = undefined;
    if (answer.ok) setProblem({ ...NONE, message: onPartly(answer.data) });
    else tell(answer.message, answer.fields);
  }

  function tell(message: string, fields: FieldErrors | undefined) {
    const { input, places } = readDeliveryErrors(fields);
    if (input.length > 0) onFileProblem(input.join(' '));
    setProblem({ message, places });
  }

  const forget = () => setProblem(NONE);
  return {
    submit,
    busy,
    problem,
    forget,
    /** For another connection: what was sent to the last one is not meant by it. */
    startOver() {
      submission.current = undefined;
      forget();
    },
  };
}

const NONE: Problem = { places: new Map() };

const UNREACHABLE = {
  ok: false,
  code: 'UNREACHABLE',
  message: 'The server cannot be reached. Try again: nothing is exported twice.',
} as const;
