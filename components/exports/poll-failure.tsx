import { CloudOff } from 'lucide-react';
import { FetchFailure } from '#components/fetch-json.ts';

/** Says that the page may be out of date, and what helps. */
export function PollFailure({ error }: { error: Error }) {
  const status = error instanceof FetchFailure ? error.status : 0;
  return (
    <p
      role="status"
      className="flex flex-wrap items-center gap-2 rounded border border-warning/40 bg-warning-soft px-3 py-2 text-sm text-warning"
    >
      <CloudOff aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0">{wordsFor(status, error)}</span>
      {(status === 401 || status === 422 || status === 404) && (
        <button
          type="button"
          onClick={() => window.location.reload()}
          className="rounded-sm font-medium underline underline-offset-4"
        >
          {status === 401 ? 'Sign in again' : 'Reload the page'}
        </button>
      )}
    </p>
  );
}

function wordsFor(status: number, error: Error): string {
  if (status === 401) return 'You have been signed out. What you see is no longer live.';
  if (status === 0) return 'The server cannot be reached. What you see may be old; trying again.';
  if (status >= 500)
    return 'The server did not answer well. What you see may be old; trying again.';
  return error.message;
}
