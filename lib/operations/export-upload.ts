import { headerName, headerValue, webAddress } from './checks.ts';
import { defineOperation } from './operation.ts';
import { inside } from './place-words.ts';
import { withoutQuery } from './secrets.ts';
import { secretText } from './text-fields.ts';
import { keyValues } from './value-fields.ts';

export const exportUpload = defineOperation({
  id: 'export/upload',
  kind: 'export',
  title: 'HTTP PUT',
  summary: 'Sends one file to any URL that takes a PUT, such as a presigned one.',
  fields: {
    // A presigned URL is itself the key to its place.
    url: secretText({
      label: 'URL',
      help: 'Where the PUT goes. A presigned URL is a key: it is stored sealed, and shown without its query.',
      group: 'target',
      decidesPlace: true,
      placeholder: 'https://bucket.s3.eu-central-1.amazonaws.com/file.pdf?X-Amz-Signature=…',
      required: true,
      maxLength: 16_384,
      check: webAddress('The URL', 'https://example.com/upload/file.pdf'),
      redact: withoutQuery,
    }),
    headers: keyValues({
      label: 'Headers',
      help: 'Sent with the PUT exactly as written here. A presigned URL may demand some.',
      group: 'headers',
      entry: { key: 'header', value: 'value' },
      checkKey: headerName,
      checkValue: headerValue,
      caseless: true,
      secret: true,
    }),
  },
  maxFiles: 1,
  describePlace: ({ url }) => inside(undefined, withoutQuery(url)?.replace(/^https?:\/\//, '')),
});
