'use client';

import { RelativeTime } from '#components/relative-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '#components/ui/table.tsx';
import type { KeyRow } from '#lib/developers/list-keys.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { RevokeButton } from './revoke-button.tsx';

type KeyListProps = {
  keys: KeyRow[];
  /** How many scopes there are: a key with all of them says so in a word. */
  scopeCount: number;
  revoke: (input: { id: string }) => Promise<ActionResult<unknown>>;
};

export function KeyList({ keys, scopeCount, revoke }: KeyListProps) {
  return (
    <Table label="API keys">
      <TableHeader>
        <TableRow>
          <TableHead>Name</TableHead>
          <TableHead className="max-md:hidden">Scopes</TableHead>
          <TableHead className="max-sm:hidden">Last used</TableHead>
          <TableHead className="max-lg:hidden">Expires</TableHead>
          <TableHead className="max-lg:hidden">Made</TableHead>
          <TableHead>
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {keys.map((key) => (
          <TableRow key={key.id}>
            <TableCell className="max-w-0 min-w-40">
              <span className="flex flex-wrap items-center gap-x-2">
                <span className="font-medium break-words">{key.name}</span>
                {key.expired && <Badge tone="warning">Expired</Badge>}
              </span>
              <span className="block text-xs text-muted-foreground sm:hidden">
                {key.lastUsedAt ? (
                  <>
                    Used <RelativeTime at={key.lastUsedAt} />
                  </>
                ) : (
                  'Never used'
                )}
              </span>
            </TableCell>
            <TableCell className="max-md:hidden">
              <Scopes scopes={key.scopes} count={scopeCount} />
            </TableCell>
            <TableCell className="whitespace-nowrap max-sm:hidden">
              {key.lastUsedAt ? <RelativeTime at={key.lastUsedAt} /> : 'Never'}
            </TableCell>
            <TableCell className="whitespace-nowrap max-lg:hidden">
              {key.expiresAt ? <RelativeTime at={key.expiresAt} /> : 'Never'}
            </TableCell>
            <TableCell className="whitespace-nowrap max-lg:hidden">
              <RelativeTime at={key.createdAt} />
              {key.createdBy && ` by ${key.createdBy}`}
            </TableCell>
            <TableCell className="text-end">
              <RevokeButton
                name={key.name}
                title={`Revoke “${key.name}”?`}
                description="Programs that use this API key are refused from now on. This cannot be undone."
                done="API key revoked"
                revoke={() => revoke({ id: key.id })}
              />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Scopes({ scopes, count }: { scopes: string[]; count: number }) {
  if (scopes.length === count) return 'All';
  if (scopes.every((scope) => scope.endsWith('.read'))) return 'Read only';
  return (
    <span className="flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <Badge key={scope}>{scope}</Badge>
      ))}
    </span>
  );
}
