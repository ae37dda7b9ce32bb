'use client';

import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import type { ConnectionRow } from '#lib/connections/list-connections.ts';
import type { Place } from '#lib/connections/places.ts';
import type { FormAction } from '#lib/ui/action-state.ts';
import { ConnectionForm } from './connection-form.tsx';

type ConnectionDialogProps = {
  row: ConnectionRow | undefined;
  places: readonly Place[];
  action: FormAction;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSaved: (moved: boolean) => void;
};

/** Adds a connection, or changes one. */
export default function ConnectionDialog(props: ConnectionDialogProps) {
  const { row, places, action, open, onOpenChange, onSaved } = props;
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={row ? `Change ${row.name}` : 'Add a connection'}
        description="A CloudConvert account, or whatever else speaks its API v2."
        className="sm:max-w-lg"
      >
        <ConnectionForm action={action} places={places} row={row} onSaved={onSaved} />
      </DialogContent>
    </Dialog>
  );
}
