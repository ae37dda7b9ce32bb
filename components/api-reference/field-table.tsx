import { Badge } from '#components/ui/badge.tsx';
import { Sentence } from '#components/ui/sentence.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '#components/ui/table.tsx';
import type { FieldRow } from './describe-field.ts';

/** The fields of a body, or the parameters of a call. */
export function FieldTable({ rows, label }: { rows: readonly FieldRow[]; label: string }) {
  return (
    <div className="min-w-0 rounded-md border bg-card">
      <Table label={label}>
        <TableHeader>
          <TableRow>
            <TableHead>Name</TableHead>
            <TableHead>What it is</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.name}>
              <TableCell className="w-1/3 align-top">
                <code className="break-all">{row.name}</code>
                <div className="text-xs text-muted-foreground">{row.type}</div>
              </TableCell>
              <TableCell className="py-2 align-top">
                <p>
                  <Sentence text={row.description} />
                  {row.standard !== undefined && (
                    <>
                      {' '}
                      Default: <code>{row.standard}</code>.
                    </>
                  )}
                </p>
                {row.examples.length > 0 && (
                  <p className="text-xs text-muted-foreground">
                    As in{' '}
                    {row.examples.map((example, index) => (
                      <span key={example}>
                        {index > 0 && ', '}
                        <code className="break-all">{example}</code>
                      </span>
                    ))}
                  </p>
                )}
                {(row.required || row.secret || row.addition) && (
                  <div className="mt-1 flex flex-wrap gap-1">
                    {row.required && <Badge tone="primary">required</Badge>}
                    {row.secret && <Badge>secret</Badge>}
                    {row.addition && <Badge>only here</Badge>}
                  </div>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
