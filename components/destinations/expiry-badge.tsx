import { Badge } from '#components/ui/badge.tsx';

/** Stands in until the part that counts days is here. */
export function ExpiryBadge({ at }: { at: string | null }) {
  return at ? <Badge>{at.slice(0, 10)}</Badge> : null;
}
