import { cn } from '#lib/ui/cn.ts';

type ProgressProps = {
  /** Percent, 0 to 100; null while nobody knows. */
  value: number | null;
  /** What is making progress, for screen readers. */
  label: string;
  /** Said instead of the percentage: `1.2 MB of 4 MB`. */
  valueText?: string;
  className?: string;
};

export function Progress({ value, label, valueText, className }: ProgressProps) {
  const percent = value === null ? undefined : Math.min(100, Math.max(0, value));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent === undefined ? undefined : Math.round(percent)}
      aria-valuetext={valueText}
      className={cn('h-1.5 w-full overflow-hidden rounded-full bg-muted', className)}
    >
      {percent === undefined ? (
        <div className="h-full w-1/3 animate-[pass-by_1.6s_linear_infinite] bg-primary" />
      ) : (
        <div
          className="h-full origin-left bg-primary transition-transform duration-300 rtl:origin-right"
          style={{ transform: `scaleX(${percent / 100})` }}
        />
      )}
    </div>
  );
}
