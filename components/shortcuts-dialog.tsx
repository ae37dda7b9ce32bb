'use client';

import { useState } from 'react';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Label } from '#components/ui/label.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { areShortcutsOn, setShortcutsOn } from '#lib/ui/shortcut-setting.ts';

type ShortcutsDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  mayExport: boolean;
};

const SHORTCUTS = [
  { keys: ['g', 'e'], does: 'Go to exports' },
  { keys: ['g', 'f'], does: 'Go to files' },
  { keys: ['n'], does: 'New export', exporting: true },
  { keys: ['/'], does: 'Search this page' },
  { keys: ['?'], does: 'Show this list' },
] as const;

// Loaded when it is first asked for, hence the default export.
export default function ShortcutsDialog({ open, onOpenChange, mayExport }: ShortcutsDialogProps) {
  const [on, setOn] = useState(areShortcutsOn);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title="Keyboard shortcuts" className="max-w-sm">
        <dl className="grid gap-2">
          {SHORTCUTS.filter((shortcut) => mayExport || !('exporting' in shortcut)).map(
            ({ keys, does }) => (
              <div key={does} className="flex items-center justify-between gap-4 text-sm">
                <dt>{does}</dt>
                <dd className="flex gap-1">
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ),
          )}
        </dl>
        <div className="flex items-center justify-between gap-4 border-t pt-4">
          <Label htmlFor="shortcuts-on">Use these shortcuts in this browser</Label>
          <Switch
            id="shortcuts-on"
            checked={on}
            onCheckedChange={(next) => {
              setOn(next);
              setShortcutsOn(next);
            }}
          />
        </div>
      </DialogContent>
    </Dialog>
  );
}
