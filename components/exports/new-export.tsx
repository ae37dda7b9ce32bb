'use client';

import { FolderOpen } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { OperationForm } from '#components/operation-form/operation-form.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import { toast } from '#components/ui/toast.tsx';
import { DropZone } from '#components/upload/drop-zone.tsx';
import { ImportAddress } from '#components/upload/import-address.tsx';
import { MOST_FILES } from '#components/upload/read-drop.ts';
import { UploadList } from '#components/upload/upload-list.tsx';
import type { StoredChoice } from '#components/upload/upload-store.ts';
import {
  provideUploadActions,
  type UploadActions,
  uploads,
  useUploadItems,
} from '#components/upload/uploads.ts';
import type { FieldErrors } from '#lib/errors.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { formatBytes } from '#lib/ui/bytes.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { LiveRequest } from './live-request.tsx';
import { newSubmissionId } from './submission-id.ts';

export type NewExportProps = {
  /** Ids of what the connection runs. */
  offered: string[];
  /** Bytes. */
  maxFileSize: number;
  actions: UploadActions & {
    createExport: (input: {
      operation: string;
      options: Record<string, unknown>;
      inputTaskIds: string[];
      names: Record<string, string>;
      submissionId: string;
    }) => Promise<ActionResult<{ id: string }>>;
  };
  /** Files to start with: picked on the Files page, or those of an export that is run again. */
  stored: StoredChoice[];
  /** How the form starts, when an export is run again with edits. */
  start?: { operation: string; options: Record<string, unknown> } | undefined;
  /** What to say first: that files of an earlier export are gone, say. */
  notice?: string | undefined;
};

const FilePicker = dynamic(() => import('#components/files/file-picker.tsx'), { ssr: false });

export function NewExport(props: NewExportProps) {
  const { offered, maxFileSize, actions, stored, start, notice } = props;
  const router = useRouter();
  const items = useUploadItems().filter((item) => item.draft);
  const [operationId, setOperationId] = useState(start?.operation ?? offered[0] ?? '');
  const [options, setOptions] = useState<Record<string, unknown>>(start?.options ?? {});
  const [problem, setProblem] = useState<{ message: string; fields?: FieldErrors }>();
  const [fileProblem, setFileProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submission = useRef<string>(undefined);
  const [picking, setPicking] = useState<boolean>();

  useEffect(() => {
    provideUploadActions(actions);
    uploads.addStored(stored);
  }, [actions, stored]);

  function addFiles(files: File[]) {
    const fitting = files.filter((file) => file.size <= maxFileSize);
    setFileProblem(
      tooMuch(files.length - fitting.length, items.length + files.length, maxFileSize),
    );
    if (items.length + fitting.length <= MOST_FILES) void uploads.addFiles(fitting);
  }

  async function addAddress(address: string) {
    const answer = await uploads.addUrl(address);
    if (!answer.ok) toast.error(answer.fields?.url?.[0] ?? answer.message);
  }

  async function submit(given: Record<string, unknown>) {
    setProblem(undefined);
    setBusy(true);
    const chosen = await uploads.prepared();
    const missing = missingFiles(chosen);
    setFileProblem(missing);
    if (missing) {
      setBusy(false);
      document.getElementById('choose-files')?.focus();
      return;
    }
    submission.current ??= newSubmissionId();
    const ready = chosen.flatMap((item) => (item.taskId ? [{ ...item, taskId: item.taskId }] : []));
    const answer = await actions
      .createExport({
        operation: operationId,
        options: given,
        inputTaskIds: ready.map((item) => item.taskId),
        names: Object.fromEntries(ready.map((item) => [item.taskId, item.name])),
        submissionId: submission.current,
      })
      .catch(
        (): ActionResult<{ id: string }> => ({
          ok: false,
          code: 'UNREACHABLE',
          message: UNREACHABLE,
        }),
      );
    if (!answer.ok) {
      setBusy(false);
      // A broken connection leaves open whether it went through: the same submission may come again.
      if (answer.code !== 'UNREACHABLE') submission.current = undefined;
      if (answer.fields?.input) setFileProblem(answer.fields.input.join(' '));
      setProblem({ message: answer.message, ...(answer.fields ? { fields: answer.fields } : {}) });
      return;
    }
    uploads.release();
    router.push(`/exports/${answer.data.id}`);
  }

  const operation = getOperation(operationId);
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid content-start gap-6">
        {notice && <Alert tone="warning">{notice}</Alert>}
        <section aria-labelledby="files-heading" className="grid gap-3">
          <h2 id="files-heading" className="text-lg font-semibold">
            Files
          </h2>
          <DropZone onFiles={addFiles} onAddress={addAddress} error={fileProblem}>
            <Button onClick={() => setPicking(true)}>
              <FolderOpen aria-hidden />
              Pick from Files
            </Button>
          </DropZone>
          {picking !== undefined && (
            <FilePicker open={picking} onOpenChange={setPicking} onPick={uploads.addStored} />
          )}
          <ImportAddress />
          {items.length > 0 && <UploadList items={items} />}
        </section>
        <section aria-labelledby="delivery-heading" className="grid gap-3">
          <h2 id="delivery-heading" className="text-lg font-semibold">
            Delivery
          </h2>
          <Field label="Operation" help={operation.summary}>
            {(control) => (
              <NativeSelect
                {...control}
                value={operationId}
                onChange={(event) => setOperationId(event.target.value)}
                className="sm:max-w-80"
              >
                {offered.map((id) => (
                  <option key={id} value={id}>
                    {getOperation(id).title}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <OperationForm
            key={operationId}
            operation={operation}
            defaultValues={start?.operation === operationId ? start.options : {}}
            filenames={items.map((item) => item.name)}
            fieldErrors={problem?.fields}
            onChange={setOptions}
            onSubmit={submit}
            submitLabel="Export"
            busy={busy}
          >
            {problem && (
              <Alert tone="danger" role="alert">
                {problem.message}
              </Alert>
            )}
          </OperationForm>
        </section>
      </div>
      <LiveRequest operation={operation} options={options} items={items} />
    </div>
  );
}

/** Said before anything is sent: a connection that breaks after gigabytes says less. */
function tooMuch(large: number, count: number, maxFileSize: number): string | undefined {
  if (count > MOST_FILES) {
    return `One export takes at most ${MOST_FILES} files. Put them into a ZIP, or into several exports.`;
  }
  if (large === 0) return undefined;
  const which = large === 1 ? 'One file is' : `${large} files are`;
  return `${which} larger than this server accepts (${formatBytes(maxFileSize)}), and left out.`;
}

const UNREACHABLE = 'The server cannot be reached. Try again: nothing is exported twice.';

function missingFiles(items: readonly { phase: string }[]): string | undefined {
  if (items.length === 0) return 'Choose at least one file.';
  const failed = items.filter((item) => item.phase === 'failed').length;
  if (failed > 0) return `${failed} of the files failed. Try them again or remove them.`;
  return undefined;
}
