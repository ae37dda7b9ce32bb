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
  // Its key is trusted there, for all who export with it.
  const keysAt = detail.code === 'HOST_KEY_MISMATCH' ? detail.destination?.id : undefined;
  const faults = faultsOf(getOperation(detail.operation), detail.errors);
  const nameAll = (some: typeof faults) =>
    some
      .map(({ label }) => label)
      .slice(0, 2)
      .join(' or ');
  const fix = nameAll(faults);
  const fixed = nameAll(faults.filter(({ name }) => detail.fixedFields.includes(name)));
  const place = fixed && !keysAt ? detail.destination : null;
  return (
    <Alert
      tone={cancelled ? 'info' : 'danger'}
      className="[&>div]:grid [&>div]:w-full [&>div]:grid-cols-[minmax(0,1fr)] [&>div]:gap-1.5"
    >
      <p className="font-medium wrap-anywhere">
        <Sentence text={message} />
      </p>
      <p className="text-muted-foreground">
        {place
          ? `The destination “${place.name}” sets ${fixed}. Change it there, then run this again.`
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
      {keysAt ? (
        <Link href={`/destinations/${keysAt}`} prefetch={false} className={BUTTON}>
          <KeyRound aria-hidden />
          Compare both keys
        </Link>
      ) : place?.id ? (
        <Link href={`/destinations/${place.id}`} prefetch={false} className={BUTTON}>
          <MapPin aria-hidden />
          Open {place.name}
        </Link>
      ) : (
        fix &&
        mayExport && (
          <Link href={editPath(detail.id)} prefetch={false} className={BUTTON}>
            <Wrench aria-hidden />
            Fix {fix} and run again
          </Link>
        )
      )}
      {detail.details && <RawAnswer text={detail.details} />}
    </Alert>
  );
}

const BUTTON = cn(buttonStyle(), 'h-auto min-h-8 w-fit max-w-full shrink py-1 whitespace-normal');

/** The fields at fault as the form calls them, in its order. */
function faultsOf(operation: Operation, errors: ExportDetail['errors']) {
  return Object.keys(operation.fields).flatMap((name) => {
    const sentences = Object.entries(errors)
      .filter(([path]) => path.split('.')[0] === name)
      .flatMap(([, texts]) => texts);
    const { label } = getField(operation, name).meta;
    return sentences.length > 0 ? [{ name, label, sentences }] : [];
  });
}
