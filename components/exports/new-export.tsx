'use client';

import { FolderOpen } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import type { ConnectionOption } from '#components/connections/connection-select.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Sentence } from '#components/ui/sentence.tsx';
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
import type { ExportStart } from '#lib/exports/prepare-export.ts';
import { getOperation } from '#lib/operations/registry.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { DeliverySection } from './delivery-section.tsx';
import { ExportConnection } from './export-connection.tsx';
import { missingFiles, tooMuch } from './file-problems.ts';
import { LiveRequest } from './live-request.tsx';
import { newSubmissionId } from './submission-id.ts';

/** What the server found, now or when the export was run that is to be run again. */
type Problem = { message?: string; fields?: FieldErrors };

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
      connection: string;
      submissionId: string;
    }) => Promise<ActionResult<{ id: string }>>;
  };
  /** Those beside the built-in engine, with the address of their API. */
  connections: (ConnectionOption & { baseUrl: string })[];
  /** The one that the files to start with belong to. */
  connection: string;
  /** Files to start with: picked on the Files page, or those of an export that is run again. */
  stored: StoredChoice[];
  /** How the form starts, when an export is run again with edits. */
  start?: ExportStart | undefined;
  /** What to say first: that files of an earlier export are gone, say. */
  notice?: string | undefined;
};

const FilePicker = dynamic(() => import('#components/files/file-picker.tsx'), { ssr: false });

export function NewExport(props: NewExportProps) {
  const { offered, actions, connections, stored, start, notice } = props;
  const router = useRouter();
  const [connection, setConnection] = useState(props.connection);
  const remote = connections.find(({ id }) => id === connection);
  const drafts = useUploadItems().filter((item) => item.draft);
  const items = drafts.filter((item) => item.connection === connection);
  // Another server says itself what is too large.
  const maxFileSize = remote ? Number.POSITIVE_INFINITY : props.maxFileSize;
  const [operationId, setOperationId] = useState(start?.operation ?? offered[0] ?? '');
  const [options, setOptions] = useState<Record<string, unknown>>(start?.options ?? {});
  const [problem, setProblem] = useState<Problem | undefined>(start && { fields: start.errors });
  const [fileProblem, setFileProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submission = useRef<string>(undefined);
  const [picking, setPicking] = useState<boolean>();

  useEffect(() => {
    provideUploadActions(actions);
    uploads.addStored(stored, props.connection);
  }, [actions, stored, props.connection]);
  useEffect(() => uploads.chooseConnection(connection), [connection]);

  function choose(id: string) {
    setConnection(id);
    setFileProblem(undefined);
    submission.current = undefined;
  }

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
        connection,
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

  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid content-start gap-6">
        {notice && <Alert tone="warning">{notice}</Alert>}
        <ExportConnection
          connections={connections}
          connection={connection}
          onChoose={choose}
          drafts={drafts}
        />
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
            <FilePicker
              connection={remote?.id}
              open={picking}
              onOpenChange={setPicking}
              onPick={(choices) => uploads.addStored(choices, connection)}
            />
          )}
          <ImportAddress />
          {items.length > 0 && <UploadList items={items} />}
        </section>
        <DeliverySection
          offered={offered}
          operation={operationId}
          onOperation={(id) => {
            setOperationId(id);
            // What was wrong was wrong with the other form.
            setProblem(undefined);
          }}
          start={start}
          filenames={items.map((item) => item.name)}
          fieldErrors={problem?.fields}
          onOptions={setOptions}
          onSubmit={submit}
          busy={busy}
        >
          {problem?.message && (
            <Alert tone="danger" role="alert">
              <Sentence text={problem.message} />
            </Alert>
          )}
        </DeliverySection>
      </div>
      <LiveRequest
        baseUrl={remote?.baseUrl}
        operation={getOperation(operationId)}
        options={options}
        items={items}
      />
    </div>
  );
}

const UNREACHABLE = 'The server cannot be reached. Try again: nothing is exported twice.';
