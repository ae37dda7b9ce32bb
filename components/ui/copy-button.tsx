'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from '#lib/ui/copy-text.ts';
import { Button, type ButtonProps } from './button.tsx';
import { IconButton } from './icon-button.tsx';

type CopyButtonProps = Omit<ButtonProps, 'onClick' | 'children' | 'asChild' | 'value'> & {
  /** What goes to the clipboard. */
  value: string;
  /** What is copied: `Copy URL`. */
  label: string;
  iconOnly?: boolean;
};

/** Says that it copied by icon, by word, and to screen readers; says so too when it could not. */
export function CopyButton({ value, label, iconOnly = false, ...props }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => setOutcome((await copyText(value)) ? 'copied' : 'failed');
  const said = outcome && { copied: 'Copied', failed: 'Could not copy' }[outcome];
  const icon = outcome === 'copied' ? Check : Copy;
  const Icon = icon;
  return (
    <>
      {iconOnly ? (
        <IconButton icon={icon} label={said ?? label} onClick={copy} {...props} />
      ) : (
        <Button onClick={copy} {...props}>
          <Icon aria-hidden />
          {said ?? label}
        </Button>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}
