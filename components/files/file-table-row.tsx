import { Download, Eye, Trash2 } from 'lucide-react';
import { Countdown } from '#components/countdown.tsx';
import { RelativeTime } from '#components/relative-time.tsx';
import { buttonStyle } from '#components/ui/button.tsx';
import { Bytes } from '#components/ui/bytes.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { NativeCheckbox } from '#components/ui/native-checkbox.tsx';
import { TableCell, TableRow } from '#components/ui/table.tsx';
import type { FileRow, StoredFile } from '#lib/exports/types.ts';
import { findOperation } from '#lib/operations/registry.ts';
import { cn } from '#lib/ui/cn.ts';

type FileTableRowProps = {
  row: FileRow;
  file: StoredFile;
  /** A task is selected and deleted as a whole, at its first file. */
  first: boolean;
  chosen: boolean;
  onToggle: () => void;
  onPreview: () => void;
  onDelete: (() => void) | undefined;
};

const CAME_BY: Record<string, string> = {
  'import/upload': 'Upload',
  'import/url': 'URL',
  'import/base64': 'API',
  'import/raw': 'API',
  'export/url': 'Export',
};

export function FileTableRow(props: FileTableRowProps) {
  const { row, file, first, chosen, onToggle, onPreview, onDelete } = props;
  const more = row.files.length - 1;
  const label = more > 0 ? `${file.filename} and ${more} more of the same task` : file.filename;
  return (
    <TableRow data-state={chosen ? 'selected' : undefined}>
      <TableCell>
        {first && (
          <NativeCheckbox
            label={`Select ${label}`}
            checked={chosen}
            onToggle={onToggle}
            className="block"
          />
        )}
      </TableCell>
      <TableCell className={cn('max-w-0 min-w-32 sm:w-2/5', !first && 'ps-6')}>
        {file.preview ? (
          <button
            type="button"
            onClick={onPreview}
            title={file.filename}
            aria-label={`Preview ${file.filename}`}
            className="block max-w-full truncate rounded-sm text-start font-medium underline-offset-4 hover:underline"
          >
            <bdi>{file.filename}</bdi>
          </button>
        ) : (
          <span title={file.filename} className="block truncate font-medium">
            <bdi>{file.filename}</bdi>
          </span>
        )}
        <span className="flex flex-wrap gap-x-2 text-xs text-muted-foreground sm:hidden">
          {file.size !== null && <Bytes value={file.size} />}
          {row.expiresAt && first && <Countdown expiresAt={row.expiresAt} withTime={false} />}
        </span>
      </TableCell>
      <TableCell className="whitespace-nowrap max-sm:hidden">
        {file.size === null ? '–' : <Bytes value={file.size} />}
      </TableCell>
      <TableCell className="max-w-40 truncate text-muted-foreground max-lg:hidden">
        {file.contentType.split(';')[0]}
      </TableCell>
      <TableCell className="max-lg:hidden">
        {CAME_BY[row.operation] ?? findOperation(row.operation)?.title ?? row.operation}
      </TableCell>
      <TableCell className="whitespace-nowrap max-md:hidden">
        <RelativeTime at={row.createdAt} />
      </TableCell>
      <TableCell className="whitespace-nowrap max-sm:hidden">
        {row.expiresAt && <Countdown expiresAt={row.expiresAt} withTime={false} />}
      </TableCell>
      <TableCell>
        <span className="flex justify-end">
          {file.preview && (
            <IconButton
              size="sm"
              icon={Eye}
              label={`Preview ${file.filename}`}
              onClick={onPreview}
              className="max-sm:hidden"
            />
          )}
          {file.downloadUrl && (
            <a
              href={file.downloadUrl}
              download={file.filename}
              // Another server decides by itself whether it shows the file or has it saved.
              {...(file.downloadUrl.startsWith('/') ? {} : { target: '_blank', rel: 'noreferrer' })}
              aria-label={`Download ${file.filename}`}
              title={`Download ${file.filename}`}
              className={cn(buttonStyle({ variant: 'ghost', size: 'sm' }), 'w-7 px-0')}
            >
              <Download aria-hidden />
            </a>
          )}
          {onDelete && (
            <IconButton
              size="sm"
              icon={Trash2}
              label={`Delete ${label}`}
              onClick={onDelete}
              className={first ? undefined : 'invisible'}
            />
          )}
        </span>
      </TableCell>
    </TableRow>
  );
}
