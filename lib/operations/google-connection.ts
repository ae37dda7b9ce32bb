import { bucketName, emailAddress, webAddress } from './checks.ts';
import type { Way } from './field.ts';
import { privateKey, text } from './text-fields.ts';

/** Where a bucket is and how to get in, for files that go there or come from there. */
export const googleConnection = (way: Way) => ({
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
  endpoint: text({
    label: 'Endpoint',
    help: 'For emulators and private access points. Left empty, it is Google’s own.',
    group: way,
    decidesPlace: true,
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
    help:
      way === 'target'
        ? 'The service account. It needs the role Storage Object Creator, or User to replace files.'
        : 'The service account. It needs the role Storage Object Viewer on the bucket.',
    group: 'access',
    decidesPlace: true,
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
  token_uri: text({
    label: 'Token URI',
    help: 'The token_uri of the key file, where the key is traded for access. Left empty, it is Google’s own.',
    group: 'access',
    decidesPlace: true,
    placeholder: 'https://oauth2.googleapis.com/token',
    addition: true,
    check: webAddress('The token URI', 'https://oauth2.googleapis.com/token'),
  }),
});
