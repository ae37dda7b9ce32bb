import { Alert } from '#components/ui/alert.tsx';
import type { ExportDetail } from '#lib/exports/types.ts';

/** Why the page shows what was last known: the connection of the export is gone or cannot be asked. */
export function ConnectionTrouble({ detail }: { detail: ExportDetail }) {
  const { remote, trouble, taskGone, endedAt } = detail;
  if (!remote) return null;
  if (remote.deleted) {
    return (
      <Alert>
        The connection {remote.name} has been deleted. What is shown is what was known by then.
      </Alert>
    );
  }
  if (taskGone) {
    return (
      <Alert>
        The task is no longer there: {remote.name} deletes tasks after a while, or somebody did. The
        receipt stays.
      </Alert>
    );
  }
  if (!trouble) return null;
  return (
    <Alert tone="warning" role="status">
      {trouble}{' '}
      {endedAt
        ? 'The receipt is as it was kept; temporary URLs show again once it answers.'
        : 'What is shown is what was last known; it is asked again by itself.'}
    </Alert>
  );
}
