import { headerName, headerValue, webAddress } from './checks.ts';
import { defineOperation } from './operation.ts';
import { withoutQuery } from './secrets.ts';
import { fileName } from './source-fields.ts';
import { secretText, text } from './text-fields.ts';
import { keyValues } from './value-fields.ts';

export const importUpload = defineOperation({
  id: 'import/upload',
  kind: 'import',
  title: 'Upload',
  summary: 'Makes a form to which one file is sent.',
  fields: {
    redirect: text({
      label: 'Redirect',
      help: 'Where a browser goes after the upload.',
      group: 'source',
      widget: 'url',
      placeholder: 'https://example.com/thanks',
      check: webAddress('The address', 'https://example.com/thanks'),
    }),
  },
});

export const importUrl = defineOperation({
  id: 'import/url',
  kind: 'import',
  title: 'From a URL',
  summary: 'Fetches one file from a URL.',
  fields: {
    // Many download links carry their key in the query.
    url: secretText({
      label: 'URL',
      help: 'The address of the file. It is stored sealed, and shown without its query.',
      group: 'source',
      placeholder: 'https://example.com/report.pdf',
      required: true,
      maxLength: 16_384,
      check: webAddress('The URL', 'https://example.com/report.pdf'),
      redact: withoutQuery,
    }),
    filename: fileName(false, 'Left empty, it follows from the answer or the URL.'),
    headers: keyValues({
      label: 'Headers',
      help: 'Sent with the request, for files that need a sign-in.',
      group: 'source',
      entry: { key: 'header', value: 'value' },
      checkKey: headerName,
      checkValue: headerValue,
      caseless: true,
      secret: true,
    }),
  },
});

export const importBase64 = defineOperation({
  id: 'import/base64',
  kind: 'import',
  title: 'From Base64',
  summary: 'Takes one file from the request, written as Base64.',
  fields: {
    file: text({
      label: 'File',
      help: 'The bytes of the file, as Base64.',
      group: 'source',
      widget: 'textarea',
      required: true,
      maxLength: Number.MAX_SAFE_INTEGER,
      keepsEmpty: true,
    }),
    filename: fileName(true, 'The name that the file gets.'),
  },
});

export const importRaw = defineOperation({
  id: 'import/raw',
  kind: 'import',
  title: 'From text',
  summary: 'Takes one file from the request, written as text.',
  fields: {
    file: text({
      label: 'File',
      help: 'The text of the file. It is stored as UTF-8.',
      group: 'source',
      widget: 'textarea',
      required: true,
      maxLength: Number.MAX_SAFE_INTEGER,
      keepsEmpty: true,
      spaces: 'always',
    }),
    filename: fileName(true, 'The name that the file gets.'),
  },
});
