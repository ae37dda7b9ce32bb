'use client';

import * as Primitive from 'radix-ui/alert-dialog';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { dialogStyle, overlayStyle } from './floating.ts';
import { useFocusReturn } from './use-focus-return.ts';

type AlertDialogProps = {
  /** What opens it; leave it out and steer with `open`. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  /** What will be lost, in a sentence. */
  description: ReactNode;
  /** The verb on the button: `Delete export`. */
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
  /** Runs once; the dialog stays open and busy until it has ended. */
  onConfirm: () => void | Promise<void>;
};

/** Asks once before something that cannot be undone. The focus starts on the way out. */
export function AlertDialog({
  trigger,
  open: openOutside,
  onOpenChange,
  title,
  description,
  confirmLabel,
  cancelLabel = 'Keep it',
  danger = true,
  onConfirm,
}: AlertDialogProps) {
  const [openInside, setOpenInside] = useState(false);
  const [busy, setBusy] = useState(false);
  const focusReturn = useFocusReturn();
  const open = openOutside ?? openInside;

  function change(next: boolean) {
    if (busy) return;
    setOpenInside(next);
    onOpenChange?.(next);
  }

  async function confirm() {
    setBusy(true);
    try {
      await onConfirm();
    } finally {
      setBusy(false);
      setOpenInside(false);
      onOpenChange?.(false);
    }
  }

  return (
    <Primitive.Root open={open} onOpenChange={change}>
      {trigger && <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>}
      <Primitive.Portal>
        <Primitive.Overlay className={overlayStyle} />
        <Primitive.Content className={dialogStyle} {...focusReturn}>
          <div className="grid gap-1">
            <Primitive.Title className="text-lg font-semibold [overflow-wrap:anywhere]">
              {title}
            </Primitive.Title>
            <Primitive.Description className="text-sm text-muted-foreground">
              {description}
            </Primitive.Description>
          </div>
          <footer className="flex flex-wrap justify-end gap-2">
            <Primitive.Cancel asChild>
              <Button>{cancelLabel}</Button>
            </Primitive.Cancel>
            <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={confirm}>
              {confirmLabel}
            </Button>
          </footer>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
