import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import type { OutgoingFile } from '../../delivery/target.ts';
import type { Settings } from './settings.ts';

/** What an object is made with, in one request or in parts: its place, headers, metadata and tags. */
export function objectInput(settings: Settings, file: Pick<OutgoingFile, 'name' | 'contentType'>) {
  const { bucket, vendor, acl, metadata, tags } = settings;
  return {
    Bucket: bucket,
    Key: file.name,
    ContentType: settings.contentType ?? file.contentType,
    // A service without ACLs may refuse the header even where it says what holds anyway.
    ACL: (vendor.acl === 'private' ? undefined : acl) as PutObjectCommandInput['ACL'],
    CacheControl: settings.cacheControl,
    ContentDisposition: settings.contentDisposition,
    Metadata: Object.keys(metadata).length > 0 ? metadata : undefined,
    ServerSideEncryption:
      settings.serverSideEncryption as PutObjectCommandInput['ServerSideEncryption'],
    SSEKMSKeyId: settings.kmsKeyId,
    StorageClass: settings.storageClass as PutObjectCommandInput['StorageClass'],
    Tagging: tags.length > 0 ? queryOf(tags) : undefined,
  };
}

/** Spaces as `%20`: not every service reads `+` as one. */
const queryOf = (tags: Settings['tags']): string =>
  tags.map(({ Key, Value }) => `${encodeURIComponent(Key)}=${encodeURIComponent(Value)}`).join('&');
