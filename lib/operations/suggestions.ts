import type { FieldOption, Suggestion } from './field.ts';

export const S3_REGIONS: readonly Suggestion[] = [
  { value: 'us-east-1', help: 'N. Virginia' },
  { value: 'us-east-2', help: 'Ohio' },
  { value: 'us-west-1', help: 'N. California' },
  { value: 'us-west-2', help: 'Oregon' },
  { value: 'ca-central-1', help: 'Canada' },
  { value: 'eu-central-1', help: 'Frankfurt' },
  { value: 'eu-central-2', help: 'Zurich' },
  { value: 'eu-west-1', help: 'Ireland' },
  { value: 'eu-west-2', help: 'London' },
  { value: 'eu-west-3', help: 'Paris' },
  { value: 'eu-north-1', help: 'Stockholm' },
  { value: 'eu-south-1', help: 'Milan' },
  { value: 'eu-south-2', help: 'Spain' },
  { value: 'ap-south-1', help: 'Mumbai' },
  { value: 'ap-southeast-1', help: 'Singapore' },
  { value: 'ap-southeast-2', help: 'Sydney' },
  { value: 'ap-northeast-1', help: 'Tokyo' },
  { value: 'ap-northeast-2', help: 'Seoul' },
  { value: 'ap-northeast-3', help: 'Osaka' },
  { value: 'ap-east-1', help: 'Hong Kong' },
  { value: 'sa-east-1', help: 'São Paulo' },
  { value: 'af-south-1', help: 'Cape Town' },
  { value: 'me-south-1', help: 'Bahrain' },
  { value: 'me-central-1', help: 'UAE' },
  { value: 'il-central-1', help: 'Tel Aviv' },
  { value: 'auto', help: 'Cloudflare R2' },
];

export const S3_ENDPOINTS: readonly Suggestion[] = [
  { value: 'https://fra1.digitaloceanspaces.com', help: 'DigitalOcean Spaces, Frankfurt' },
  { value: 'https://ACCOUNT.r2.cloudflarestorage.com', help: 'Cloudflare R2; put your account' },
  { value: 'https://s3.eu-central-003.backblazeb2.com', help: 'Backblaze B2, Amsterdam' },
  { value: 'https://s3.eu-central-2.wasabisys.com', help: 'Wasabi, Frankfurt' },
  { value: 'https://fsn1.your-objectstorage.com', help: 'Hetzner, Falkenstein' },
  { value: 'https://s3.fr-par.scw.cloud', help: 'Scaleway, Paris' },
  { value: 'https://storage.googleapis.com', help: 'Google Cloud Storage with HMAC keys' },
];

export const S3_VENDORS: readonly FieldOption[] = [
  { value: 'auto', label: 'By the endpoint', help: 'Known services are told by their host.' },
  { value: 'aws', label: 'Amazon S3', help: 'Or anything that does all that Amazon does.' },
  { value: 'ceph', label: 'Ceph', help: 'Object Gateway (RADOS Gateway), Hetzner among others.' },
  { value: 'minio', label: 'MinIO', help: 'On a host of your own.' },
  { value: 'digitalocean', label: 'DigitalOcean Spaces', help: 'With the bucket in the host.' },
  { value: 'r2', label: 'Cloudflare R2', help: 'Has no ACLs and no tags.' },
  { value: 'backblaze', label: 'Backblaze B2', help: 'Has no ACLs of files and no tags.' },
  { value: 'wasabi', label: 'Wasabi', help: 'Tags are set after the upload of large files.' },
  { value: 'google', label: 'Google Cloud Storage', help: 'Over S3, with HMAC keys; no tags.' },
  { value: 'alibaba', label: 'Alibaba OSS', help: 'With the bucket in the host.' },
  { value: 'other', label: 'Another', help: 'Takes nothing for granted; the bucket in the path.' },
];

export const OPENSTACK_REGIONS: readonly Suggestion[] = [
  { value: 'RegionOne', help: 'The usual name where there is one region' },
  { value: 'GRA', help: 'OVH, Gravelines' },
  { value: 'SBG', help: 'OVH, Strasbourg' },
  { value: 'DE', help: 'OVH, Frankfurt' },
  { value: 'UK', help: 'OVH, London' },
  { value: 'WAW', help: 'OVH, Warsaw' },
  { value: 'BHS', help: 'OVH, Beauharnois' },
];

export const CONTENT_TYPES: readonly Suggestion[] = [
  { value: 'application/pdf' },
  { value: 'application/zip' },
  { value: 'application/json' },
  { value: 'application/octet-stream', help: 'Bytes of no known kind' },
  { value: 'text/plain; charset=utf-8' },
  { value: 'text/csv; charset=utf-8' },
  { value: 'text/html; charset=utf-8' },
  { value: 'image/png' },
  { value: 'image/jpeg' },
  { value: 'image/webp' },
  { value: 'image/svg+xml' },
  { value: 'video/mp4' },
  { value: 'audio/mpeg' },
];

export const CACHE_CONTROLS: readonly Suggestion[] = [
  { value: 'max-age=3600', help: 'One hour' },
  { value: 'max-age=86400', help: 'One day' },
  { value: 'max-age=172800', help: 'Two days' },
  { value: 'public, max-age=31536000, immutable', help: 'One year; the file never changes' },
  { value: 'no-cache', help: 'Ask each time whether it changed' },
  { value: 'private, no-store', help: 'Keep no copy' },
];

export const DISPOSITIONS: readonly Suggestion[] = [
  { value: 'attachment', help: 'Browsers save the file' },
  { value: 'inline', help: 'Browsers show the file' },
  { value: 'attachment; filename="report.pdf"', help: 'Save under another name' },
];

export const IF_EXISTS: readonly FieldOption[] = [
  { value: 'overwrite', label: 'Replace it', help: 'The new file takes the place of the old one.' },
  { value: 'fail', label: 'Stop', help: 'The export ends with an error; the old file stays.' },
  { value: 'rename', label: 'Take another name', help: 'The new file gets “ (2)” and so on.' },
  { value: 'skip', label: 'Leave it out', help: 'The old file stays, and the export goes on.' },
];
