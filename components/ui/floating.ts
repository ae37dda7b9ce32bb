import { cn } from '#lib/ui/cn.ts';

/** What floats over the page: menus, selects, popovers. */
export const floatingStyle = cn(
  'z-50 rounded-lg border bg-popover p-1 text-sm text-foreground shadow-popover outline-none',
  'data-[state=open]:animate-in data-[state=open]:fade-in-0 duration-100',
);

/** One line of what floats. The chosen one is told by ground and by focus, not by colour alone. */
export const itemStyle = cn(
  'relative flex min-h-8 cursor-default items-center gap-2 rounded px-2 py-1 outline-none select-none pointer-coarse:min-h-10',
  'data-highlighted:bg-hover data-highlighted:outline-2 data-highlighted:-outline-offset-2 data-highlighted:outline-ring/60',
  'data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
);

export const overlayStyle =
  'fixed inset-0 z-40 bg-[#000]/50 data-[state=open]:animate-in data-[state=open]:fade-in-0 duration-100';

export const dialogStyle = cn(
  'fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2',
  'gap-4 overflow-y-auto rounded-lg border bg-popover p-4 shadow-popover outline-none sm:p-6',
  'data-[state=open]:animate-in data-[state=open]:fade-in-0 duration-100',
);
