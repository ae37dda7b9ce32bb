import {
  ArrowUpFromLine,
  Container,
  Cylinder,
  Hexagon,
  Layers,
  Link2,
  type LucideIcon,
  Package,
  SquareTerminal,
} from 'lucide-react';
import type { ExportOperationId } from '#lib/operations/registry.ts';
import { cn } from '#lib/ui/cn.ts';

const ICONS: Record<ExportOperationId, LucideIcon> = {
  'export/url': Link2,
  'export/s3': Cylinder,
  'export/azure/blob': Container,
  'export/google-cloud-storage': Hexagon,
  'export/openstack': Layers,
  'export/sftp': SquareTerminal,
  'export/upload': ArrowUpFromLine,
};

/** Helps to find an operation in a list; its title always stands beside it. */
export function OperationIcon({ operation, className }: { operation: string; className?: string }) {
  const Icon = Object.hasOwn(ICONS, operation) ? ICONS[operation as ExportOperationId] : Package;
  return <Icon aria-hidden className={cn('size-4 shrink-0 text-muted-foreground', className)} />;
}
