'use client';

import { RelativeTime } from '#components/relative-time.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '#components/ui/table.tsx';
import { useOrigin } from '#components/use-origin.ts';
import type { SignedUrlBaseRow } from '#lib/developers/list-signed-url-bases.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { RevokeButton } from './revoke-button.tsx';

type SignedUrlListProps = {
  bases: SignedUrlBaseRow[];
  /** The address that the administrator gave; else the one the reader came by. */
  appUrl: string | undefined;
  revoke: (input: { id: string }) => Promise<ActionResult<unknown>>;
};

export function SignedUrlList({ bases, appUrl, revoke }: SignedUrlListProps) {
  const origin = useOrigin();
  return (
    <Table label="Signed URLs">
      <TableHeader>
        <TableRow>
          <TableHead>Name</TableHead>
          <TableHead className="max-md:hidden">Base URL</TableHead>
          <TableHead className="max-sm:hidden">Last used</TableHead>
          <TableHead className="max-lg:hidden">Made</TableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {bases.map(({ id, name, createdAt, lastUsedAt }) => (
          <TableRow key={id}>
            <TableCell className="max-w-0 min-w-32 font-medium break-words">{name}</TableCell>
            <TableCell className="max-w-60 truncate font-mono text-xs max-md:hidden">
              {`${appUrl ?? origin}/s/${id}`}
            </TableCell>
            <TableCell className="whitespace-nowrap max-sm:hidden">
              {lastUsedAt ? <RelativeTime at={lastUsedAt} /> : 'Never'}
            </TableCell>
            <TableCell className="whitespace-nowrap max-lg:hidden">
              <RelativeTime at={createdAt} />
            </TableCell>
            <TableCell className="w-0">
              <span className="flex justify-end gap-1">
                <CopyButton
                  iconOnly
                  size="sm"
                  value={`${appUrl ?? origin}/s/${id}`}
                  label={`Copy base URL of ${name}`}
                />
                <RevokeButton
                  name={name}
                  title={`Revoke “${name}”?`}
                  description="All links that were made with it stop working at once. This cannot be undone."
                  done="Signed URLs revoked"
                  revoke={() => revoke({ id })}
                />
              </span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
