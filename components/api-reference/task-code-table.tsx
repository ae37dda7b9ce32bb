import { Badge } from '#components/ui/badge.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '#components/ui/table.tsx';

export type TaskCode = { code: string; text: string; retry: boolean };

/** What a task may end with. */
export function TaskCodeTable({ codes }: { codes: readonly TaskCode[] }) {
  return (
    <div className="min-w-0 rounded-md border bg-card">
      <Table label="All codes of tasks">
        <TableHeader>
          <TableRow>
            <TableHead>Code</TableHead>
            <TableHead>What it means</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {codes.map(({ code, text, retry }) => (
            <TableRow key={code}>
              <TableCell className="w-1/3 align-top">
                <code className="break-all">{code}</code>
              </TableCell>
              <TableCell className="py-2 align-top">
                <p>{text.replace(/\.?$/, '.')}</p>
                {retry && <Badge className="mt-1">may go better later</Badge>}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
