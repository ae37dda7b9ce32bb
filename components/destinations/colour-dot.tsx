import { cn } from '#lib/ui/cn.ts';

/** The marks that people can give, and how they are called. */
export const COLOUR_NAMES = {
  grey: 'Grey',
  blue: 'Blue',
  green: 'Green',
  amber: 'Amber',
  red: 'Red',
  violet: 'Violet',
} as const;

const STYLES: Readonly<Record<string, string>> = {
  grey: 'bg-muted-foreground',
  blue: 'bg-mark-blue',
  green: 'bg-mark-green',
  amber: 'bg-mark-amber',
  red: 'bg-mark-red',
  violet: 'bg-mark-violet',
};

/** A mark to find a destination by; its name always stands beside it. */
export function ColourDot({ colour, className }: { colour: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('inline-block size-2 shrink-0 rounded-full', STYLES[colour], className)}
    />
  );
}
