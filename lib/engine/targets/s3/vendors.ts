/**
 * What a service that speaks S3 does otherwise than Amazon. The sources of each line, and what is not
 * known, stand in docs/s3-services.md.
 */
export type Vendor = {
  /** As a sentence names it. */
  title: string;
  /** Whether the bucket stands before the host, or is the first part of the path. */
  addressing: 'virtual' | 'path';
  /**
   * What `If-None-Match: *` is good for: 'whole' on PUT and when parts are joined, 'put' on PUT only,
   * 'unknown' when the service may ignore it, so that is asked first whether the object exists.
   */
  createOnly: 'whole' | 'put' | 'unknown';
  /** 'private' services have no ACL of objects: they take what everybody has anyway. */
  acl: 'any' | 'private';
  /** Whether tags given when a multipart upload begins stay, are set afterwards, or are not there at all. */
  tags: 'kept' | 'after' | 'none';
  /** Whether the ETag of a part is the MD5 of its bytes. */
  partEtag: 'md5' | 'opaque';
  /** Characters that no key there may have, and how to call them. */
  refuses?: { pattern: RegExp; words: string };
};

const PLAIN: Vendor = {
  title: 'The service',
  addressing: 'path',
  createOnly: 'unknown',
  acl: 'any',
  tags: 'after',
  partEtag: 'md5',
};

export const VENDORS = {
  aws: { ...PLAIN, title: 'Amazon S3', addressing: 'virtual', createOnly: 'whole', tags: 'kept' },
  ceph: { ...PLAIN, title: 'Ceph', createOnly: 'put' },
  minio: { ...PLAIN, title: 'MinIO', createOnly: 'put' },
  digitalocean: { ...PLAIN, title: 'DigitalOcean Spaces', addressing: 'virtual' },
  r2: {
    ...PLAIN,
    title: 'Cloudflare R2',
    createOnly: 'put',
    acl: 'private',
    tags: 'none',
    partEtag: 'opaque',
  },
  backblaze: {
    ...PLAIN,
    title: 'Backblaze B2',
    acl: 'private',
    tags: 'none',
    refuses: { pattern: /\p{Cc}/u, words: 'control characters' },
  },
  wasabi: { ...PLAIN, title: 'Wasabi' },
  google: {
    ...PLAIN,
    title: 'Google Cloud Storage',
    tags: 'none',
    partEtag: 'opaque',
    refuses: { pattern: /[\r\n]/, words: 'line breaks' },
  },
  alibaba: { ...PLAIN, title: 'Alibaba OSS', addressing: 'virtual', partEtag: 'md5' },
  other: PLAIN,
} as const satisfies Record<string, Vendor>;

export type VendorId = keyof typeof VENDORS;

const HOSTS: readonly [RegExp, VendorId][] = [
  [/(?:^|\.)amazonaws\.com(?:\.cn)?$/, 'aws'],
  [/(?:^|\.)digitaloceanspaces\.com$/, 'digitalocean'],
  [/\.r2\.cloudflarestorage\.com$/, 'r2'],
  [/\.backblazeb2\.com$/, 'backblaze'],
  [/(?:^|\.)wasabisys\.com$/, 'wasabi'],
  [/(?:^|\.)storage\.googleapis\.com$/, 'google'],
  [/(?:^|\.)aliyuncs\.com$/, 'alibaba'],
  [/(?:^|\.)your-objectstorage\.com$/, 'ceph'],
  [/(?:^|\.)min\.io$/, 'minio'],
];

/** The vendor that was chosen, or the one that an endpoint's host belongs to. */
export function findVendor(chosen: string | undefined, endpoint: URL | undefined): VendorId {
  if (chosen && chosen !== 'auto' && Object.hasOwn(VENDORS, chosen)) return chosen as VendorId;
  if (!endpoint) return 'aws';
  const host = endpoint.hostname.toLowerCase();
  return HOSTS.find(([pattern]) => pattern.test(host))?.[1] ?? 'other';
}
