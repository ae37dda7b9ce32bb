import { namesFor } from '#lib/operations/names.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { putPrefix } from '#lib/operations/prefix.ts';

const SHOWN = 4;
const EXAMPLES = ['invoice.pdf', 'scan.pdf'];

/** What decides names beside the form itself: what a destination fixes, and what it puts before them. */
export type NamesAround = { options: Readonly<Record<string, unknown>>; prefix: string };

type NamesListProps = {
  operation: Pick<Operation, 'naming'>;
  options: Readonly<Record<string, unknown>>;
  filenames: readonly string[];
  around?: NamesAround | undefined;
};

/** The names that the files will get at the target; of examples, when there are no files yet. */
export function NamesList({ operation, options, filenames, around }: NamesListProps) {
  const given = filenames.length > 0 ? filenames : EXAMPLES;
  const whole = putPrefix(operation, { ...around?.options, ...options }, around?.prefix ?? '');
  const named = namesFor(operation, whole, given);
  const names = named.ok ? named.names : [];
  return (
    <div className="grid gap-1 rounded border bg-muted px-3 py-2 text-xs">
      <p className="text-muted-foreground">
        {filenames.length > 0 ? 'Names at the target' : 'Names at the target, for example'}
      </p>
      {named.ok ? (
        <ul aria-label="Names at the target" className="grid gap-0.5 font-mono break-all">
          {names.slice(0, SHOWN).map((name) => (
            <li key={name}>{name}</li>
          ))}
          {names.length > SHOWN && (
            <li className="font-sans text-muted-foreground">
              and {names.length - SHOWN} more, the last one{' '}
              <span className="font-mono">{names.at(-1)}</span>
            </li>
          )}
        </ul>
      ) : (
        <p className={filenames.length > 0 ? 'text-danger' : 'text-muted-foreground'}>
          {filenames.length > 0 ? named.message : 'This name fits one file. Use %d for several.'}
        </p>
      )}
    </div>
  );
}
