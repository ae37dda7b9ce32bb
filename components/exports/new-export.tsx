'use client';

import { useQueryClient } from '@tanstack/react-query';
import { FolderOpen } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useRef, useState } from 'react';
import type { ConnectionOption } from '#components/connections/connection-select.tsx';
import type { FormHandle } from '#components/operation-form/operation-form.tsx';
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
import type { UsableDestination } from '#lib/destinations/types.ts';
import type { CreatedExports } from '#lib/exports/create-exports.ts';
import type { DeliveryInput } from '#lib/exports/deliveries-input.ts';
import type { ExportStart } from '#lib/exports/prepare-export.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { DeliverySection } from './delivery-section.tsx';
import { DestinationChoice } from './destination-choice.tsx';
import type { UsablePage } from './destination-picker.tsx';
import { ExportConnection } from './export-connection.tsx';
import { tooMuch } from './file-problems.ts';
import { LiveRequest } from './live-request.tsx';
import { MadeExports } from './made-exports.tsx';
import type { CreateDestination } from './save-destination-dialog.tsx';
import { useChosenDestinations } from './use-chosen-destinations.ts';
import { type CreateExports, useExportSubmission } from './use-export-submission.ts';

export type NewExportProps = {
  /** Ids of what the connection runs. */
  offered: string[];
  /** Bytes. */
  maxFileSize: number;
  actions: UploadActions & {
    createExports: CreateExports;
    createDestination?: CreateDestination;
  };
  /** Those beside the built-in engine, with the address of their API. */
  connections: (ConnectionOption & { baseUrl: string })[];
  /** The one that the files to start with belong to. */
  connection: string;
  /** Saved destinations to choose from, and those that are chosen at the start. */
  destinations: UsablePage & { chosen: UsableDestination[] };
  /** Whether a destination may be saved for the team. */
  mayShare: boolean;
  /** Files to start with: picked on the Files page, or those of an export that is run again. */
  stored: StoredChoice[];
  /** How the form starts, when an export is run again with edits. */
  start?: ExportStart | undefined;
  /** What to say first: that files of an earlier export are gone, say. */
  notice?: string | undefined;
};

const FilePicker = dynamic(() => import('#components/files/file-picker.tsx'), { ssr: false });

export function NewExport(props: NewExportProps) {
  const { offered, actions, connections, stored, start, notice, mayShare } = props;
  const queries = useQueryClient();
  const destinations = useChosenDestinations(props.destinations.chosen);
  const byHandForm = useRef<FormHandle>(null);
  const [byHand, setByHand] = useState(false);
  const hasChosen = destinations.chosen.length > 0;
  const isByHand = byHand || !hasChosen;
  const [hasSaved, setHasSaved] = useState(false);
  const [made, setMade] = useState<{ id: string; name: string }[]>([]);
  const [connection, setConnection] = useState(props.connection);
  const remote = connections.find(({ id }) => id === connection);
  const drafts = useUploadItems().filter((item) => item.draft);
  const items = drafts.filter((item) => item.connection === connection);
  // Another server says itself what is too large.
  const maxFileSize = remote ? Number.POSITIVE_INFINITY : props.maxFileSize;
  const [operationId, setOperationId] = useState(start?.operation ?? offered[0] ?? '');
  const [options, setOptions] = useState<Record<string, unknown>>(start?.options ?? {});
  const [fileProblem, setFileProblem] = useState<string>();
  const [picking, setPicking] = useState<boolean>();
  const { submit, busy, problem, forget, startOver } = useExportSubmission({
    create: actions.createExports,
    connection,
    start,
    read,
    onFileProblem: setFileProblem,
    onPartly: sayPartly,
  });
  const filenames = items.map((item) => item.name);

  useEffect(() => {
    provideUploadActions(actions);
    uploads.addStored(stored, props.connection);
  }, [actions, stored, props.connection]);
  useEffect(() => uploads.chooseConnection(connection), [connection]);

  function choose(id: string) {
    setConnection(id);
    setFileProblem(undefined);
    startOver();
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

  async function read(): Promise<DeliveryInput[] | undefined> {
    const places = await destinations.read();
    if (!places || !isByHand) return places;
    const given = await byHandForm.current?.read();
    return given && [...places, { operation: operationId, options: given }];
  }

  /** What was made goes from the form; what was refused stays, with what is wrong with it. */
  function sayPartly({ made, refused }: CreatedExports): string {
    const { chosen } = destinations;
    const nameAt = (index: number) => chosen[index]?.name ?? getOperation(operationId).title;
    setMade(made.map(({ index, id }) => ({ id, name: nameAt(index) })));
    destinations.keepOnly(new Set(refused.flatMap(({ index }) => chosen[index]?.id ?? [])));
    setByHand(refused.some(({ index }) => index >= chosen.length));
    return refused.map(({ index, message }) => `${nameAt(index)}: ${message}`).join(' ');
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
            forget();
          }}
          start={start}
          filenames={filenames}
          fieldErrors={problem.places.get(destinations.chosen.length)}
          handle={byHandForm}
          hasChosen={hasChosen}
          byHand={byHand}
          onByHand={setByHand}
          saving={
            actions.createDestination && {
              create: actions.createDestination,
              mayShare,
              onSaved() {
                setHasSaved(true);
                void queries.invalidateQueries({ queryKey: ['destinations'] });
              },
            }
          }
          picker={
            (props.destinations.destinations.length > 0 || hasChosen || hasSaved) && (
              <DestinationChoice
                page={props.destinations}
                destinations={destinations}
                start={start}
                filenames={filenames}
                places={problem.places}
                onToggle={(one) => {
                  destinations.toggle(one);
                  forget();
                }}
                onSubmit={submit}
              />
            )
          }
          onOptions={setOptions}
          onSubmit={submit}
          busy={busy}
        >
          {made.length > 0 && <MadeExports made={made} />}
          {problem.message && (
            <Alert tone="danger" role="alert">
              <Sentence text={problem.message} />
            </Alert>
          )}
        </DeliverySection>
      </div>
      {isByHand && (
        <LiveRequest
          baseUrl={remote?.baseUrl}
          operation={getOperation(operationId)}
          options={options}
          items={items}
        />
      )}
    </div>
  );
}
