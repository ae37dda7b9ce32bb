import type { Instant, Runner } from './context.ts';
import type { OpensTarget, Target, TargetNames } from './delivery/target.ts';
import type { ThreadPool } from './delivery/threads/thread-pool.ts';
import { createThreadedTarget } from './delivery/threads/threaded-target.ts';
import type { Probe } from './probe/probe.ts';
import { runInline } from './sources/inline.ts';
import type { Source } from './sources/source.ts';
import { runImportUrl } from './sources/url.ts';
import { refuseName as refuseAzureName } from './targets/azure-blob/refuse-name.ts';
import { refuseName as refuseGoogleName } from './targets/google-cloud-storage/refuse-name.ts';
import { refuseName as refuseOpenstackName } from './targets/openstack/refuse-name.ts';
import { refuseName as refuseS3Name } from './targets/s3/refuse-name.ts';
import { firstCheckpoint as firstSftpCheckpoint } from './targets/sftp/checkpoint.ts';
import { refuseName as refuseSftpName } from './targets/sftp/refuse-name.ts';
import { runExportUrl, shareFiles } from './targets/url.ts';

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

/** Of these, what moves no bytes. */
const INSTANTS: Record<string, Instant> = { 'export/url': shareFiles };

type TargetEntry = TargetNames & { load: () => Promise<OpensTarget> };

/** Loaded when first used: their clients are large, and many an installation uses one of them. */
const TARGETS: Record<string, TargetEntry> = {
  'export/s3': {
    refuseName: refuseS3Name,
    load: async () => (await import('./targets/s3/s3.ts')).s3Target,
  },
  'export/azure/blob': {
    refuseName: refuseAzureName,
    load: async () => (await import('./targets/azure-blob/azure-blob.ts')).azureBlobTarget,
  },
  'export/google-cloud-storage': {
    refuseName: refuseGoogleName,
    load: async () =>
      (await import('./targets/google-cloud-storage/google-cloud-storage.ts'))
        .googleCloudStorageTarget,
  },
  'export/openstack': {
    refuseName: refuseOpenstackName,
    load: async () => (await import('./targets/openstack/openstack.ts')).openstackTarget,
  },
  'export/sftp': {
    refuseName: refuseSftpName,
    firstCheckpoint: firstSftpCheckpoint,
    load: async () => (await import('./targets/sftp/sftp.ts')).sftpTarget,
  },
  'export/upload': {
    load: async () => (await import('./targets/upload/upload.ts')).uploadTarget,
  },
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

/** @param pool the threads that targets run in; undefined: in this one. */
export async function findRunner(
  operationId: string,
  pool?: ThreadPool,
): Promise<Runner | { target: Target } | { source: Source } | undefined> {
  const target = findTarget(operationId, pool);
  if (target) return { target };
  const source = await SOURCES[operationId]?.();
  return source ? { source } : (RUNNERS[operationId] ?? undefined);
}

/** How a task is run that moves no bytes; undefined for any other. */
export function findInstant(operationId: string, options: unknown): Instant | undefined {
  const instant = INSTANTS[operationId];
  return instant?.takes(options as Record<string, unknown>) ? instant : undefined;
}

/** The target of an operation that stores files elsewhere. @param pool as for findRunner. */
export function findTarget(operationId: string, pool?: ThreadPool): Target | undefined {
  const entry = TARGETS[operationId];
  if (!entry) return undefined;
  const { load, ...names } = entry;
  if (pool) return createThreadedTarget(pool, operationId, names);
  return { ...names, open: async (...given) => (await load()).open(...given) };
}

/** A target for the thread that it is to run in. @throws Error for an operation without one: a bug. */
export async function loadTarget(operationId: string): Promise<OpensTarget> {
  const entry = TARGETS[operationId];
  if (!entry) throw new Error(`There is no target for ${operationId}.`);
  return entry.load();
}

/** The test of an operation that stores files elsewhere. */
export async function findProbe(operationId: string): Promise<Probe | undefined> {
  return PROBES[operationId]?.();
}
