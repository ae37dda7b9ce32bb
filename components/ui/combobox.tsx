'use client';

import { ChevronDown } from 'lucide-react';
import * as Popover from 'radix-ui/popover';
import { type ComponentProps, type KeyboardEvent, useId, useRef, useState } from 'react';
import { cn } from '#lib/ui/cn.ts';
import { floatingStyle, itemStyle } from './floating.ts';
import { Input } from './input.tsx';

export type ComboboxSuggestion = { value: string; help?: string };

type ComboboxProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> & {
  value: string;
  onValueChange: (value: string) => void;
  suggestions: readonly ComboboxSuggestion[];
  /** Names the list for screen readers. */
  listLabel: string;
};

/** Free text with suggestions: the arrows open and walk the list, Enter takes, Escape closes. */
export function Combobox({
  value,
  onValueChange,
  suggestions,
  listLabel,
  className,
  onBlur,
  onKeyDown,
  ...props
}: ComboboxProps) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [filter, setFilter] = useState('');
  const [active, setActive] = useState(-1);
  const wanted = filter.trim().toLowerCase();
  const found = suggestions.filter(({ value: text, help }) =>
    `${text} ${help ?? ''}`.toLowerCase().includes(wanted),
  );
  const shown = open && found.length > 0;
  const optionId = (index: number) => `${listId}-${index}`;

  function show(by: string) {
    setFilter(by);
    setActive(-1);
    setOpen(true);
  }

  function take(text: string) {
    onValueChange(text);
    setOpen(false);
    setActive(-1);
  }

  function move(by: 1 | -1) {
    // One past either end is the input itself, so that what was typed can be gone back to.
    const next = active + by;
    const index = next < -1 ? found.length - 1 : next >= found.length ? -1 : next;
    setActive(index);
    document.getElementById(optionId(index))?.scrollIntoView({ block: 'nearest' });
  }

  function handleKey(event: KeyboardEvent<HTMLInputElement>) {
    onKeyDown?.(event);
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!shown) show('');
      else move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && shown && active >= 0) {
      event.preventDefault();
      take(found[active]?.value ?? value);
    } else if (event.key === 'Escape' && shown) {
      // Only the list closes, not the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  }

  return (
    <Popover.Root open={shown} onOpenChange={setOpen}>
      <Popover.Anchor asChild>
        <div className="relative">
          <Input
            {...props}
            ref={input}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={shown}
            aria-controls={listId}
            aria-activedescendant={shown && active >= 0 ? optionId(active) : undefined}
            autoComplete="off"
            value={value}
            className={cn('pe-8', className)}
            onChange={(event) => {
              onValueChange(event.target.value);
              show(event.target.value);
            }}
            onKeyDown={handleKey}
            onBlur={(event) => {
              setOpen(false);
              onBlur?.(event);
            }}
          />
          {/* For the pointer: the keys have the arrows, and screen readers the input itself. */}
          <button
            type="button"
            tabIndex={-1}
            aria-hidden
            disabled={props.disabled}
            className="absolute inset-y-px end-px flex w-7 items-center justify-center rounded text-muted-foreground hover:text-foreground"
            onPointerDown={(event) => {
              event.preventDefault();
              input.current?.focus();
              if (shown) setOpen(false);
              else show('');
            }}
          >
            <ChevronDown aria-hidden className="size-4" />
          </button>
        </div>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          asChild
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            if (input.current?.parentElement?.contains(event.target as Node))
              event.preventDefault();
          }}
        >
          <div
            id={listId}
            role="listbox"
            aria-label={listLabel}
            className={cn(
              floatingStyle,
              'max-h-[min(18rem,var(--radix-popover-content-available-height))] w-(--radix-popover-trigger-width) min-w-48 overflow-y-auto',
            )}
          >
            {found.map((suggestion, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus.
              <div
                key={suggestion.value}
                id={optionId(index)}
                role="option"
                tabIndex={-1}
                aria-selected={suggestion.value === value}
                data-highlighted={index === active ? '' : undefined}
                className={cn(itemStyle, 'flex-wrap gap-x-2 gap-y-0')}
                onPointerDown={(event) => event.preventDefault()}
                onPointerMove={() => setActive(index)}
                onClick={() => take(suggestion.value)}
              >
                <span className="min-w-0 break-all">{suggestion.value}</span>
                {suggestion.help && (
                  <span className="text-xs text-muted-foreground">{suggestion.help}</span>
                )}
              </div>
            ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
