import { Failure } from '#lib/errors.ts';
import type { Options } from '../../delivery/target.ts';
import { findVendor, VENDORS, type Vendor } from './vendors.ts';

/** The options of a delivery to S3, read once. Holds secrets: never log it. */
export type Settings = {
  bucket: string;
  region: string;
  /** Without it the service is Amazon's, in the region. */
  endpoint: URL | undefined;
  /** The host that sentences name. */
  host: string;
  vendor: Vendor;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  acl: string | undefined;
  cacheControl: string | undefined;
  contentDisposition: string | undefined;
  contentType: string | undefined;
  /** Without the prefix x-amz-meta-. */
  metadata: Record<string, string>;
  serverSideEncryption: string | undefined;
  kmsKeyId: string | undefined;
  storageClass: string | undefined;
  tags: readonly { Key: string; Value: string }[];
};

/**
 * Reads the wire's options, which may hold anything of the right type.
 * @throws Failure TARGET_NOT_FOUND, TARGET_DENIED, TARGET_AUTH_FAILED for what cannot work, with its field.
 */
export function readSettings(options: Options): Settings {
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const bucket = text('bucket') ?? '';
  const region = text('region') ?? '';
  if (bucket === '' || (bucket.includes('/') && !bucket.startsWith('arn:'))) {
    const words = `“${bucket}” cannot be the name of a bucket. Enter only its name; folders belong to the name of the file.`;
    throw at('bucket', 'TARGET_NOT_FOUND', words);
  }
  if (!/^[A-Za-z0-9-]{1,64}$/.test(region)) {
    throw at('region', 'TARGET_NOT_FOUND', `There is no region called “${region}”.`);
  }
  const given = readEndpoint(text('endpoint'));
  const vendor: Vendor = VENDORS[findVendor(text('vendor'), given)];
  const endpoint = given && withoutBucket(given, bucket, vendor);
  const token = text('session_token');
  const settings: Settings = {
    bucket,
    region,
    endpoint,
    host: endpoint?.host ?? `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`,
    vendor,
    credentials: {
      accessKeyId: text('access_key_id') ?? '',
      secretAccessKey: text('secret_access_key') ?? '',
      ...(token ? { sessionToken: token } : {}),
    },
    acl: text('acl'),
    cacheControl: text('cache_control'),
    contentDisposition: text('content_disposition'),
    contentType: text('content_type'),
    metadata: Object.fromEntries(
      pairs(options.metadata).map(([key, value]) => [key.replace(/^(?:x-amz-meta-)+/i, ''), value]),
    ),
    serverSideEncryption: text('server_side_encryption'),
    kmsKeyId: text('sse_kms_key_id'),
    storageClass: text('storage_class'),
    tags: pairs(options.tagging).map(([Key, Value]) => ({ Key, Value })),
  };
  refuseWhatIsMissing(settings);
  return settings;
}

/** Says before a byte is sent what the service would refuse, or, worse, pass over in silence. */
function refuseWhatIsMissing(settings: Settings): void {
  const { vendor, acl, tags, credentials } = settings;
  const { accessKeyId, sessionToken = '' } = credentials;
  const keys = { access_key_id: accessKeyId, session_token: sessionToken };
  for (const [field, value] of Object.entries(keys)) {
    if (/^[!-~]*$/.test(value)) continue;
    const what = field === 'access_key_id' ? 'access key ID' : 'session token';
    const words = `The ${what} has characters that none has, such as spaces or dots that stand for more. Copy it anew.`;
    throw at(field, 'TARGET_AUTH_FAILED', words);
  }
  for (const [field, values] of headersOf(settings)) {
    const wrong = values.find((value) => value !== undefined && !PRINTABLE.test(value));
    if (wrong === undefined) continue;
    const words = `“${wrong}” cannot be sent: S3 takes letters without accents, digits and signs here. In a disposition, write such a name as filename*=UTF-8''….`;
    throw at(field, 'TARGET_DENIED', words);
  }
  if (vendor.acl === 'private' && acl && acl !== 'private') {
    throw at(
      'acl',
      'TARGET_DENIED',
      `${vendor.title} has no ACL for single files, so “${acl}” cannot be set. Leave the ACL out and set access on the bucket.`,
    );
  }
  if (vendor.tags === 'none' && tags.length > 0) {
    throw at(
      'tagging',
      'TARGET_DENIED',
      `${vendor.title} does not take S3 object tags. Leave the tags out, or use metadata.`,
    );
  }
}

/** What the signature and the header spell alike everywhere. */
const PRINTABLE = /^[\t -~]*$/;

/** What travels as headers. */
function headersOf(settings: Settings): [string, (string | undefined)[]][] {
  const { metadata, contentDisposition, cacheControl, contentType, kmsKeyId } = settings;
  const { acl, serverSideEncryption, storageClass } = settings;
  return [
    ['metadata', Object.entries(metadata).flat()],
    ['content_disposition', [contentDisposition]],
    ['cache_control', [cacheControl]],
    ['content_type', [contentType]],
    ['sse_kms_key_id', [kmsKeyId]],
    ['acl', [acl]],
    ['server_side_encryption', [serverSideEncryption]],
    ['storage_class', [storageClass]],
  ];
}

function readEndpoint(text: string | undefined): URL | undefined {
  if (!text) return undefined;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw at(
      'endpoint',
      'TARGET_NOT_FOUND',
      `The endpoint “${text}” is no web address. It must start with https:// or http://.`,
    );
  }
  // Credentials have their own fields, and a query would become part of each request.
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url;
}

/** Consoles show addresses with the bucket in them; taken as they are, it would stand there twice. */
function withoutBucket(endpoint: URL, bucket: string, vendor: Vendor): URL {
  const url = new URL(endpoint);
  if (vendor.addressing === 'virtual' && url.hostname.startsWith(`${bucket}.`)) {
    url.hostname = url.hostname.slice(bucket.length + 1);
  }
  if (vendor === VENDORS.r2 && url.pathname.replace(/\/$/, '') === `/${bucket}`) url.pathname = '/';
  return url;
}

const pairs = (value: unknown): [string, string][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).map(([key, held]) => [key, String(held)])
    : [];

type Refused = 'TARGET_NOT_FOUND' | 'TARGET_DENIED' | 'TARGET_AUTH_FAILED';

const at = (field: string, code: Refused, words: string): Failure =>
  new Failure(code, words, { fields: { [field]: [words] } });
