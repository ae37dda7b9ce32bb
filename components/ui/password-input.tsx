'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { cn } from '#lib/ui/cn.ts';
import { IconButton } from './icon-button.tsx';
import { Input } from './input.tsx';

type PasswordInputProps = Omit<ComponentProps<'input'>, 'type'> & {
  /** What it holds, for the name of the button: `Show password`. */
  noun?: string;
  /** Begins unmasked: for a value that is no secret as it stands. */
  defaultShown?: boolean;
};

/** Masked, with a button that shows it. Spelling and capitals are left alone while it is shown. */
export function PasswordInput({
  noun = 'password',
  defaultShown = false,
  className,
  ...props
}: PasswordInputProps) {
  const [shown, setShown] = useState(defaultShown);
  return (
    <div className="relative">
      <Input
        type={shown ? 'text' : 'password'}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        className={cn('pe-9', shown && 'font-mono', className)}
        {...props}
      />
      <IconButton
        icon={shown ? EyeOff : Eye}
        label={`${shown ? 'Hide' : 'Show'} ${noun}`}
        size="sm"
        disabled={props.disabled}
        className="absolute end-0.5 top-0.5 text-muted-foreground"
        onClick={() => setShown(!shown)}
      />
    </div>
  );
}
