import { bucketName, emailAddress, headerValue, metadataName, webAddress } from './checks.ts';
import { exactName, ifExists, nameChoice, namePrefix } from './common-fields.ts';
import { defineOperation } from './operation.ts';
import { parseServiceAccount } from './service-account.ts';
import { privateKey, text } from './text-fields.ts';
import { keyValues } from './value-fields.ts';

export const exportGoogleCloudStorage = defineOperation({
  id: 'export/google-cloud-storage',
  kind: 'export',
  title: 'Google Cloud Storage',
  summary: 'Stores files in a bucket of Google Cloud Storage with a service account.',
  fields: {
    bucket: text({
      label: 'Bucket',
      help: 'The bucket that the files go into. It must exist.',
      group: 'target',
      placeholder: 'my-bucket',
      required: true,
      check: bucketName,
    }),
    endpoint: text({
      label: 'Endpoint',
      help: 'For emulators and private access points. Left empty, it is Google’s own.',
      group: 'target',
      placeholder: 'https://storage.googleapis.com',
      addition: true,
      check: webAddress('The endpoint', 'https://storage.googleapis.com'),
    }),
    project_id: text({
      label: 'Project ID',
      help: 'The project that the bucket belongs to.',
      group: 'access',
      placeholder: 'api-project-123456789012',
      required: true,
      check: (value) =>
        /^[a-z0-9][a-z0-9.:-]*$/i.test(value)
          ? undefined
          : 'A project ID has only letters, digits, hyphens, dots and colons.',
    }),
    client_email: text({
      label: 'Client email',
      help: 'The service account. It needs the role Storage Object Creator, or User to replace files.',
      group: 'access',
      placeholder: 'uploader@api-project-123456789012.iam.gserviceaccount.com',
      required: true,
      check: emailAddress,
    }),
    private_key: privateKey({
      label: 'Private key',
      help: 'The private_key of the service account’s key file. Literal \\n in it are mended.',
      group: 'access',
      placeholder: '-----BEGIN PRIVATE KEY-----',
      required: true,
      kinds: ['pem'],
    }),
    file: exactName('File name'),
    file_prefix: namePrefix('File prefix'),
    if_exists: ifExists(),
    metadata: keyValues({
      label: 'Metadata',
      help: 'Kept with each file.',
      group: 'headers',
      entry: { key: 'key', value: 'value' },
      checkKey: metadataName,
      checkValue: headerValue,
      caseless: true,
      addition: true,
    }),
  },
  choices: [nameChoice('file', 'file_prefix')],
  naming: { pattern: 'file', prefix: 'file_prefix' },
  dropFile: {
    label: 'Service account key',
    help: 'Drop or choose the JSON key file: it fills project ID, client email and private key.',
    accept: 'application/json,.json',
    fills: ['project_id', 'client_email', 'private_key'],
    parse: parseServiceAccount,
  },
});
