import { Inbox, Plus, Trash2 } from 'lucide-react';
import { Countdown } from '#components/countdown.tsx';
import { LocalTime } from '#components/local-time.tsx';
import { RelativeTime } from '#components/relative-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Bytes } from '#components/ui/bytes.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '#components/ui/table.tsx';

const HOUR = 3_600_000;
const ROWS = [
  { name: 'invoice.pdf', status: 'finished', size: 172_570, age: 40_000, life: 24 * HOUR },
  { name: 'photos.zip', status: 'processing', size: 1_234_567_890, age: 300_000, life: 3 * HOUR },
  { name: 'scan.tiff', status: 'waiting', size: 0, age: 2 * HOUR, life: 90_000 },
  { name: 'ledger.xlsx', status: 'error', size: 42_000, age: 30 * HOUR, life: -1 },
] as const;

export function DisplayStories({ theme, serverTime }: { theme: string; serverTime: number }) {
  const iso = (time: number) => new Date(time).toISOString();
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary">
          <Plus aria-hidden />
          New export
        </Button>
        <Button>Secondary</Button>
        <Button variant="ghost">Ghost</Button>
        <Button variant="danger">Delete</Button>
        <Button variant="link">Link</Button>
        <Button variant="primary" busy>
          Sending
        </Button>
        <Button disabled>Disabled</Button>
        <Button size="sm">Small</Button>
        <Button size="lg">Large</Button>
        <IconButton icon={Trash2} label="Delete file" />
        <CopyButton value="https://example.com/x" label="Copy URL" />
        <CopyButton value="https://example.com/x" label="Copy the same URL" iconOnly />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <StatusBadge status="waiting" />
        <StatusBadge status="processing">Processing 42 %</StatusBadge>
        <StatusBadge status="finished" />
        <StatusBadge status="error">Cancelled</StatusBadge>
        <Badge>neutral</Badge>
        <Badge tone="primary">primary</Badge>
        <Badge tone="success">success</Badge>
        <Badge tone="warning">warning</Badge>
        <Badge tone="danger">danger</Badge>
        <Kbd>?</Kbd>
      </div>
      <div className="grid gap-2">
        <Progress value={42} label="Upload of photos.zip" valueText="42 MB of 100 MB" />
        <Progress value={null} label="Import of scan.tiff" />
        <Skeleton className="w-1/2" />
      </div>
      <Table label={`Exports, ${theme}`}>
        <TableHeader>
          <TableRow>
            <TableHead>File</TableHead>
            <TableHead>Status</TableHead>
            <TableHead className="text-end">Size</TableHead>
            <TableHead>When</TableHead>
            <TableHead>Expires</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {ROWS.map((row) => (
            <TableRow key={row.name}>
              <TableCell className="font-medium">{row.name}</TableCell>
              <TableCell>
                <StatusBadge status={row.status} />
              </TableCell>
              <TableCell className="text-end">
                <Bytes value={row.size} />
              </TableCell>
              <TableCell className="whitespace-nowrap text-muted-foreground">
                <RelativeTime at={iso(serverTime - row.age)} />
              </TableCell>
              <TableCell>
                <Countdown expiresAt={iso(serverTime + row.life)} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <p className="text-sm text-muted-foreground">
        Long ago: <LocalTime at="2025-03-01T10:00:00Z" />
      </p>
      <EmptyState
        icon={Inbox}
        title="No exports yet"
        action={<Button variant="primary">New export</Button>}
      >
        Drop files into a new export, choose where they go, and watch them arrive here.
      </EmptyState>
    </>
  );
}
