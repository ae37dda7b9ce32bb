import { headerValue, metadataName, tagKey, tagValue } from './checks.ts';
import {
  cacheControlField,
  contentDispositionField,
  contentTypeField,
  exactName,
  ifExists,
  nameChoice,
  namePrefix,
} from './common-fields.ts';
import { defineOperation } from './operation.ts';
import { hostOf, inside } from './place-words.ts';
import { s3Connection } from './s3-connection.ts';
import { text } from './text-fields.ts';
import { keyValues, oneOf } from './value-fields.ts';

export const exportS3 = defineOperation({
  id: 'export/s3',
  kind: 'export',
  title: 'Amazon S3',
  summary: 'Stores files in a bucket of S3, or of anything that speaks its protocol.',
  fields: {
    ...s3Connection('target'),
    key: exactName('Key'),
    key_prefix: namePrefix('Key prefix'),
    if_exists: ifExists(),
    content_type: contentTypeField(),
    content_disposition: contentDispositionField(headerValue),
    cache_control: cacheControlField(headerValue),
    metadata: keyValues({
      label: 'Metadata',
      help: 'Kept with each file. The prefix x-amz-meta- is put in front where it is missing.',
      group: 'headers',
      entry: { key: 'key', value: 'value' },
      checkKey: metadataName,
      checkValue: headerValue,
      caseless: true,
    }),
    tagging: keyValues({
      label: 'Tags',
      help: 'S3 object tags, ten at most. Needs the permission s3:PutObjectTagging.',
      group: 'headers',
      entry: { key: 'tag', value: 'value' },
      checkKey: tagKey,
      checkValue: tagValue,
      maxRows: 10,
    }),
    acl: oneOf({
      label: 'ACL',
      help: 'Who may read the files. Many buckets have ACLs turned off and refuse any.',
      group: 'advanced',
      options: [
        { value: 'private', label: 'private', help: 'Only the owner has access.' },
        { value: 'public-read', label: 'public-read', help: 'Anyone can read the file.' },
        {
          value: 'public-read-write',
          label: 'public-read-write',
          help: 'Anyone can read and replace the file. Rarely right.',
        },
        {
          value: 'authenticated-read',
          label: 'authenticated-read',
          help: 'Anyone with an AWS account can read the file.',
        },
        {
          value: 'bucket-owner-read',
          label: 'bucket-owner-read',
          help: 'The owner of the bucket can read the file.',
        },
        {
          value: 'bucket-owner-full-control',
          label: 'bucket-owner-full-control',
          help: 'The owner of the bucket has full control of the file.',
        },
      ],
    }),
    server_side_encryption: oneOf({
      label: 'Encryption at rest',
      help: 'Left empty, the bucket’s own setting holds.',
      group: 'advanced',
      options: [
        { value: 'AES256', label: 'AES256', help: 'With keys that S3 keeps (SSE-S3).' },
        { value: 'aws:kms', label: 'aws:kms', help: 'With a key of AWS KMS (SSE-KMS).' },
      ],
    }),
    sse_kms_key_id: text({
      label: 'KMS key ID',
      help: 'The key for aws:kms. Left empty, it is the account’s default key.',
      group: 'advanced',
      placeholder: 'arn:aws:kms:eu-central-1:111122223333:key/…',
      addition: true,
      check: headerValue,
    }),
    storage_class: oneOf({
      label: 'Storage class',
      help: 'What storing costs against what reading costs. Left empty: standard.',
      group: 'advanced',
      addition: true,
      options: [
        { value: 'STANDARD', label: 'STANDARD', help: 'For files that are read often.' },
        {
          value: 'INTELLIGENT_TIERING',
          label: 'INTELLIGENT_TIERING',
          help: 'S3 moves files by how they are used.',
        },
        { value: 'STANDARD_IA', label: 'STANDARD_IA', help: 'Rarely read, at once when needed.' },
        { value: 'ONEZONE_IA', label: 'ONEZONE_IA', help: 'The same, kept in one zone only.' },
        { value: 'GLACIER_IR', label: 'GLACIER_IR', help: 'Archive that can be read at once.' },
        { value: 'GLACIER', label: 'GLACIER', help: 'Archive; reading takes minutes to hours.' },
        {
          value: 'DEEP_ARCHIVE',
          label: 'DEEP_ARCHIVE',
          help: 'The cheapest archive; reading takes up to two days.',
        },
      ],
    }),
  },
  choices: [nameChoice('key', 'key_prefix')],
  naming: { pattern: 'key', prefix: 'key_prefix' },
  describePlace: ({ bucket, endpoint, region }) => inside(bucket, hostOf(endpoint) ?? region),
});
