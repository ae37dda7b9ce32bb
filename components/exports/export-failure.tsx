'use client';

import { KeyRound, MapPin, Wrench } from 'lucide-react';
import Link from 'next/link';
import { Alert } from '#components/ui/alert.tsx';
import { buttonStyle } from '#components/ui/button.tsx';
import { Sentence } from '#components/ui/sentence.tsx';
import type { ExportDetail } from '#lib/exports/types.ts';
import { getField, type Operation } from '#lib/operations/operation.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { cn } from '#lib/ui/cn.ts';
import { adviceFor } from './advice.ts';
import { editPath } from './go-to-new.ts';
import { RawAnswer } from './raw-answer.tsx';

type ExportFailureProps = { detail: ExportDetail; mayExport: boolean };

/** Why an export failed, what to do about it, and the field to mend. */
export function ExportFailure({ detail, mayExport }: ExportFailureProps) {
  const cancelled = detail.code === 'CANCELLED';
  const message = detail.message ?? 'It failed.';
  const faults = faultsOf(getOperation(detail.operation), detail.errors);
  const { openFields } = detail;
  const fixed = openFields ? faults.filter(({ name }) => !openFields.includes(name)) : [];
  const isFixed = fixed.length > 0 && !isOtherKey(detail);
  return (
    <Alert
      tone={cancelled ? 'info' : 'danger'}
      className="[&>div]:grid [&>div]:w-full [&>div]:grid-cols-[minmax(0,1fr)] [&>div]:gap-1.5"
    >
      <p className="font-medium wrap-anywhere">
        <Sentence text={message} />
      </p>
      <p className="text-muted-foreground">
        {isFixed
          ? `The destination “${detail.destination?.name}” sets ${nameOf(fixed)}. Change it there, then run this again.`
          : adviceFor(detail.code)}
      </p>
      {faults.map(({ label, sentences }) => {
        // What the message says already is not said twice.
        const more = sentences.filter((sentence) => !message.includes(sentence));
        return more.length > 0 ? (
          <p key={label}>
            <span className="font-medium">{label}:</span> <Sentence text={more.join(' ')} />
          </p>
        ) : null;
      })}
      {detail.code && !cancelled && (
        <p className="text-xs text-muted-foreground">
          Code <code>{detail.code}</code>
        </p>
      )}
      <NextStep detail={detail} faults={faults} isFixed={isFixed} mayExport={mayExport} />
      {detail.details && <RawAnswer text={detail.details} />}
    </Alert>
  );
}

type Fault = { name: string; label: string; sentences: string[] };

/** Where what is wrong can be mended: at the destination that sets it, or in the form. */
function NextStep(props: {
  detail: ExportDetail;
  faults: Fault[];
  isFixed: boolean;
  mayExport: boolean;
}) {
  const { detail, faults, isFixed, mayExport } = props;
  const { id, destination } = detail;
  // The server's key is trusted there, for all who export with it.
  if (destination?.id && (isFixed || isOtherKey(detail)))
    return (
      <Link href={`/destinations/${destination.id}`} prefetch={false} className={BUTTON}>
        {isFixed ? <MapPin aria-hidden /> : <KeyRound aria-hidden />}
        {isFixed ? `Open ${destination.name}` : 'Compare both keys'}
      </Link>
    );
  if (faults.length === 0 || !mayExport) return null;
  return (
    <Link href={editPath(id)} prefetch={false} className={BUTTON}>
      <Wrench aria-hidden />
      Fix {nameOf(faults)} and run again
    </Link>
  );
}

const isOtherKey = ({ code }: ExportDetail) => code === 'HOST_KEY_MISMATCH';

const nameOf = (faults: Fault[]) =>
  faults
    .slice(0, 2)
    .map(({ label }) => label)
    .join(' or ');

const BUTTON = cn(buttonStyle(), 'h-auto min-h-8 w-fit max-w-full shrink py-1 whitespace-normal');

/** The fields at fault as the form calls them, in its order. */
function faultsOf(operation: Operation, errors: ExportDetail['errors']): Fault[] {
  return Object.keys(operation.fields).flatMap((name) => {
    const sentences = Object.entries(errors)
      .filter(([path]) => path.split('.')[0] === name)
      .flatMap(([, texts]) => texts);
    const { label } = getField(operation, name).meta;
    return sentences.length > 0 ? [{ name, label, sentences }] : [];
  });
}
