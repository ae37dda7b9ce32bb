import { headerValue, metadataName } from './checks.ts';
import {
  cacheControlField,
  contentDispositionField,
  contentTypeField,
  exactName,
  ifExists,
  nameChoice,
  namePrefix,
} from './common-fields.ts';
import { googleConnection } from './google-connection.ts';
import { defineOperation } from './operation.ts';
import { hostOf, inside } from './place-words.ts';
import { parseServiceAccount } from './service-account.ts';
import { keyValues, oneOf } from './value-fields.ts';

export const exportGoogleCloudStorage = defineOperation({
  id: 'export/google-cloud-storage',
  kind: 'export',
  title: 'Google Cloud Storage',
  summary: 'Stores files in a bucket of Google Cloud Storage with a service account.',
  fields: {
    ...googleConnection('target'),
    file: exactName('File name'),
    file_prefix: namePrefix('File prefix'),
    if_exists: ifExists(),
    content_type: contentTypeField({ addition: true }),
    content_disposition: contentDispositionField(headerValue, { addition: true }),
    cache_control: cacheControlField(headerValue, { addition: true }),
    metadata: keyValues({
      label: 'Metadata',
      help: 'Kept with each file. A prefix x-goog-meta- is left out: Google puts it there.',
      group: 'headers',
      entry: { key: 'key', value: 'value' },
      checkKey: metadataName,
      checkValue: headerValue,
      caseless: true,
      addition: true,
    }),
    acl: oneOf({
      label: 'ACL',
      help: 'Who may read the files. Buckets with uniform access refuse any.',
      group: 'advanced',
      addition: true,
      options: [
        { value: 'private', label: 'private', help: 'Only the service account has access.' },
        {
          value: 'projectPrivate',
          label: 'projectPrivate',
          help: 'The members of the project have access by their roles.',
        },
        { value: 'publicRead', label: 'publicRead', help: 'Anyone can read the file.' },
        {
          value: 'authenticatedRead',
          label: 'authenticatedRead',
          help: 'Anyone with a Google account can read the file.',
        },
        {
          value: 'bucketOwnerRead',
          label: 'bucketOwnerRead',
          help: 'The owner of the bucket can read the file.',
        },
        {
          value: 'bucketOwnerFullControl',
          label: 'bucketOwnerFullControl',
          help: 'The owner of the bucket has full control of the file.',
        },
      ],
    }),
    storage_class: oneOf({
      label: 'Storage class',
      help: 'What storing costs against what reading costs. Left empty: the bucket’s own.',
      group: 'advanced',
      addition: true,
      options: [
        { value: 'STANDARD', label: 'STANDARD', help: 'For files that are read often.' },
        { value: 'NEARLINE', label: 'NEARLINE', help: 'Read about once a month; kept 30 days.' },
        { value: 'COLDLINE', label: 'COLDLINE', help: 'Read about once a quarter; kept 90 days.' },
        { value: 'ARCHIVE', label: 'ARCHIVE', help: 'Read about once a year; kept 365 days.' },
      ],
    }),
  },
  choices: [nameChoice('file', 'file_prefix')],
  naming: { pattern: 'file', prefix: 'file_prefix' },
  describePlace: ({ bucket, endpoint, project_id }) =>
    inside(bucket, hostOf(endpoint) ?? project_id),
  dropFile: {
    label: 'Service account key',
    help: 'Drop or choose the JSON key file: it fills project ID, client email and private key.',
    accept: 'application/json,.json',
    fills: ['project_id', 'client_email', 'private_key', 'token_uri'],
    parse: parseServiceAccount,
  },
});
