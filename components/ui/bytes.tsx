import { formatBytes, formatExactBytes } from '#lib/ui/bytes.ts';
import { cn } from '#lib/ui/cn.ts';

/** `1.2 MB`, with the exact count under the pointer. */
export function Bytes({ value, className }: { value: number; className?: string }) {
  return (
    <data
      value={value}
      title={formatExactBytes(value)}
      className={cn('whitespace-nowrap', className)}
    >
      {formatBytes(value)}
    </data>
  );
}
