import { plural } from '#lib/ui/plural.ts';

/** What a search among the tasks of another server has covered: it has no search of its own. */
export function LookedThrough({ count, more }: { count: number; more: boolean }) {
  return (
    <p role="status" className="text-sm text-muted-foreground">
      Searched the names of {plural(count, 'task')} that the connection lists
      {more ? '; older ones are on the next page.' : ': there are no more.'}
    </p>
  );
}
