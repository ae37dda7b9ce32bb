import type { Runner } from './context.ts';
import type { Target } from './delivery/target.ts';
import type { Probe } from './probe/probe.ts';
import { runInline } from './sources/inline.ts';
import type { Source } from './sources/source.ts';
import { runImportUrl } from './sources/url.ts';
import { runExportUrl } from './targets/url.ts';

/**
 * What this engine can run. import/upload stands here without a runner: the request that brings
 * the bytes runs it (receive-upload.ts).
 */
const RUNNERS: Record<string, Runner | null> = {
  'import/upload': null,
  'import/url': runImportUrl,
  'import/base64': runInline,
  'import/raw': runInline,
  'export/url': runExportUrl,
};

/** Loaded when first used: their clients are large, and many an installation uses one of them. */
const TARGETS: Record<string, () => Promise<Target>> = {
  'export/s3': async () => (await import('./targets/s3/s3.ts')).s3Target,
  'export/azure/blob': async () =>
    (await import('./targets/azure-blob/azure-blob.ts')).azureBlobTarget,
  'export/google-cloud-storage': async () =>
    (await import('./targets/google-cloud-storage/google-cloud-storage.ts'))
      .googleCloudStorageTarget,
  'export/openstack': async () =>
    (await import('./targets/openstack/openstack.ts')).openstackTarget,
  'export/sftp': async () => (await import('./targets/sftp/sftp.ts')).sftpTarget,
  'export/upload': async () => (await import('./targets/upload/upload.ts')).uploadTarget,
};

/** The other way round: read with what the target of the same place connects with. */
const SOURCES: Record<string, () => Promise<Source>> = {
  'import/s3': async () => (await import('./targets/s3/read.ts')).s3Source,
  'import/azure/blob': async () => (await import('./targets/azure-blob/read.ts')).azureBlobSource,
  'import/google-cloud-storage': async () =>
    (await import('./targets/google-cloud-storage/read.ts')).googleCloudStorageSource,
  'import/openstack': async () => (await import('./targets/openstack/read.ts')).openstackSource,
  'import/sftp': async () => (await import('./targets/sftp/read.ts')).sftpSource,
};

/** The tests of targets, which are loaded as those are. */
const PROBES: Record<string, () => Promise<Probe>> = {
  'export/s3': async () => (await import('./targets/s3/probe.ts')).s3Probe,
  'export/azure/blob': async () => (await import('./targets/azure-blob/probe.ts')).azureBlobProbe,
  'export/google-cloud-storage': async () =>
    (await import('./targets/google-cloud-storage/probe.ts')).googleCloudStorageProbe,
  'export/openstack': async () => (await import('./targets/openstack/probe.ts')).openstackProbe,
  'export/sftp': async () => (await import('./targets/sftp/probe.ts')).sftpProbe,
  'export/upload': async () => (await import('./targets/upload/probe.ts')).uploadProbe,
};

export const runnableOperations = (): string[] => [
  ...Object.keys(RUNNERS),
  ...Object.keys(SOURCES),
  ...Object.keys(TARGETS),
];

export async function findRunner(
  operationId: string,
): Promise<Runner | { target: Target } | { source: Source } | undefined> {
  const target = await findTarget(operationId);
  if (target) return { target };
  const source = await SOURCES[operationId]?.();
  return source ? { source } : (RUNNERS[operationId] ?? undefined);
}

/** The target of an operation that stores files elsewhere. */
export async function findTarget(operationId: string): Promise<Target | undefined> {
  return TARGETS[operationId]?.();
}

/** The test of an operation that stores files elsewhere. */
export async function findProbe(operationId: string): Promise<Probe | undefined> {
  return PROBES[operationId]?.();
}
