import { exportAzureBlob } from './azure-blob.ts';
import { exportUpload } from './export-upload.ts';
import { exportUrl } from './export-url.ts';
import { exportGoogleCloudStorage } from './google-cloud-storage.ts';
import { importAzureBlob } from './import-azure-blob.ts';
import { importGoogleCloudStorage } from './import-google-cloud-storage.ts';
import { importOpenstack } from './import-openstack.ts';
import { importS3 } from './import-s3.ts';
import { importSftp } from './import-sftp.ts';
import { importBase64, importRaw, importUpload, importUrl } from './imports.ts';
import { exportOpenstack } from './openstack.ts';
import type { Operation } from './operation.ts';
import { exportS3 } from './s3.ts';
import { exportSftp } from './sftp.ts';

const EXPORTS = [
  exportUrl,
  exportS3,
  exportAzureBlob,
  exportGoogleCloudStorage,
  exportOpenstack,
  exportSftp,
  exportUpload,
] as const;

const IMPORTS = [
  importUpload,
  importUrl,
  importBase64,
  importRaw,
  importS3,
  importAzureBlob,
  importGoogleCloudStorage,
  importOpenstack,
  importSftp,
] as const;

export type ExportOperationId = (typeof EXPORTS)[number]['id'];
export type ImportOperationId = (typeof IMPORTS)[number]['id'];
export type OperationId = ExportOperationId | ImportOperationId;

/** Every operation, exports first, in the order in which people are offered them. */
export const OPERATIONS: readonly Operation<OperationId>[] = [...EXPORTS, ...IMPORTS];
export const EXPORT_OPERATIONS: readonly Operation<ExportOperationId>[] = EXPORTS;

const byId: ReadonlyMap<string, Operation<OperationId>> = new Map(
  OPERATIONS.map((operation) => [operation.id, operation]),
);

export function findOperation(id: string): Operation<OperationId> | undefined {
  return byId.get(id);
}

/** @throws Error for an id that no operation has: a bug, since what comes from outside is looked for with findOperation. */
export function getOperation(id: string): Operation<OperationId> {
  const operation = byId.get(id);
  if (!operation) throw new Error(`There is no operation ${id}.`);
  return operation;
}
