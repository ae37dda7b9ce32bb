import { bucketName, webAddress } from './checks.ts';
import type { Way } from './field.ts';
import { S3_ENDPOINTS, S3_REGIONS, S3_VENDORS } from './suggestions.ts';
import { secretText, text } from './text-fields.ts';
import { oneOf } from './value-fields.ts';

/** Where a bucket is and how to get in, for files that go there or come from there. */
export const s3Connection = (way: Way) => ({
  bucket: text({
    label: 'Bucket',
    help:
      way === 'target'
        ? 'The bucket that the files go into. It must exist.'
        : 'The bucket that holds the files.',
    group: way,
    placeholder: 'my-bucket',
    required: true,
    check: bucketName,
  }),
  region: text({
    label: 'Region',
    help: 'Where the bucket is. With an endpoint of your own: the region that it expects.',
    group: way,
    decidesPlace: true,
    placeholder: 'eu-central-1',
    required: true,
    suggestions: S3_REGIONS,
    check: (value) =>
      /^[A-Za-z0-9-]{1,64}$/.test(value)
        ? undefined
        : 'A region has only letters, digits and hyphens, as in eu-central-1.',
  }),
  endpoint: text({
    label: 'Endpoint',
    help: 'For other services that speak S3. Left empty, it is Amazon’s own for the region.',
    group: way,
    decidesPlace: true,
    placeholder: 'https://fra1.digitaloceanspaces.com',
    suggestions: S3_ENDPOINTS,
    check: webAddress('The endpoint', 'https://fra1.digitaloceanspaces.com'),
  }),
  vendor: oneOf({
    label: 'Service',
    help: 'How the service differs from Amazon. Only needed where its host does not tell.',
    group: way,
    default: 'auto',
    options: S3_VENDORS,
    addition: true,
  }),
  access_key_id: text({
    label: 'Access key ID',
    help:
      way === 'target'
        ? 'Needs the permission s3:PutObject on the bucket, and s3:PutObjectAcl when an ACL is set.'
        : 'Needs the permission s3:GetObject on the bucket, and s3:ListBucket for a prefix.',
    group: 'access',
    decidesPlace: true,
    identifies: 'secret_access_key',
    placeholder: 'AKIAIOSFODNN7EXAMPLE',
    required: true,
    check: (value) =>
      /^\S{1,255}$/.test(value) ? undefined : 'An access key ID has no spaces. Copy it anew.',
  }),
  secret_access_key: secretText({
    label: 'Secret access key',
    help: 'Belongs to the access key ID. It is stored sealed and never shown again.',
    group: 'access',
    required: true,
    check: (value) =>
      /^\S+$/.test(value) ? undefined : 'A secret access key has no spaces. Copy it anew.',
  }),
  session_token: secretText({
    label: 'Session token',
    help: 'Only for temporary credentials (AWS Security Token Service).',
    group: 'access',
    maxLength: 8192,
    check: (value) =>
      /^\S+$/.test(value) ? undefined : 'A session token has no spaces. Copy it anew.',
  }),
});
