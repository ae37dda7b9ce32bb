import type { OutgoingFile } from '../../delivery/target.ts';
import type { Settings } from './settings.ts';

/**
 * The object resource that an upload sends along.
 * https://cloud.google.com/storage/docs/json_api/v1/objects#resource
 * @param crc32c when the bytes have been read already: the service refuses others.
 */
export function objectMetadata(settings: Settings, file: OutgoingFile, crc32c?: string): string {
  const { contentDisposition, cacheControl, storageClass, metadata } = settings;
  return JSON.stringify({
    name: file.name,
    contentType: contentTypeOf(settings, file),
    contentDisposition,
    cacheControl,
    storageClass,
    crc32c,
    metadata: Object.keys(metadata).length > 0 ? metadata : undefined,
  });
}

export const contentTypeOf = ({ contentType }: Settings, file: OutgoingFile): string =>
  contentType ?? file.contentType;

/** What decides whether the object may be made. */
export const uploadQuery = (
  { acl }: Settings,
  file: OutgoingFile,
  uploadType: 'multipart' | 'resumable',
): Record<string, string | undefined> => ({
  uploadType,
  ifGenerationMatch: file.createOnly ? '0' : undefined,
  predefinedAcl: acl,
});
