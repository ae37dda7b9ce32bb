import { CircleCheck, CircleDashed, CircleX, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from './badge.tsx';

export type Status = 'waiting' | 'processing' | 'finished' | 'error';

const LOOKS = {
  waiting: { icon: CircleDashed, tone: 'neutral', word: 'Waiting' },
  processing: { icon: LoaderCircle, tone: 'primary', word: 'Processing' },
  finished: { icon: CircleCheck, tone: 'success', word: 'Finished' },
  error: { icon: CircleX, tone: 'danger', word: 'Error' },
} as const;

type StatusBadgeProps = {
  status: Status;
  /** Stands in for the word where there is a better one: `Cancelled`, `Processing 42 %`. */
  children?: ReactNode;
  className?: string;
};

/** Status is told by icon and word; colour only helps to find it. */
export function StatusBadge({ status, children, className }: StatusBadgeProps) {
  const { icon: Icon, tone, word } = LOOKS[status];
  return (
    <Badge tone={tone} className={className}>
      <Icon aria-hidden className={status === 'processing' ? 'animate-spin' : undefined} />
      {children ?? word}
    </Badge>
  );
}
