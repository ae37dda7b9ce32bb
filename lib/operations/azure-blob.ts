import { azureAccess, azureConnection } from './azure-connection.ts';
import { azureMetadataName, headerValue } from './checks.ts';
import {
  cacheControlField,
  contentDispositionField,
  contentTypeField,
  exactName,
  ifExists,
  nameChoice,
  namePrefix,
} from './common-fields.ts';
import type { Check, Suggestion } from './field.ts';
import { defineOperation } from './operation.ts';
import { hostOf, inside } from './place-words.ts';
import { text } from './text-fields.ts';
import { keyValues, oneOf } from './value-fields.ts';

const CONTENT_ENCODINGS: readonly Suggestion[] = [
  { value: 'gzip', help: 'The file is compressed with gzip already' },
  { value: 'br', help: 'The file is compressed with Brotli already' },
];

const CONTENT_LANGUAGES: readonly Suggestion[] = [
  { value: 'en', help: 'English' },
  { value: 'de', help: 'German' },
  { value: 'fr', help: 'French' },
  { value: 'es', help: 'Spanish' },
];

/** What Azure keeps as it is, in metadata and headers. */
const asciiValue: Check = (value) =>
  headerValue(value) ??
  (/^[\t\x20-\x7e]*$/.test(value)
    ? undefined
    : 'Azure keeps only letters, digits and signs of ASCII here. Encode other text first, in Base64 for example.');

export const exportAzureBlob = defineOperation({
  id: 'export/azure/blob',
  kind: 'export',
  title: 'Azure Blob Storage',
  summary: 'Stores files in a container of an Azure storage account.',
  fields: {
    ...azureConnection('target'),
    blob: exactName('Blob name'),
    blob_prefix: namePrefix('Blob prefix'),
    if_exists: ifExists(),
    content_type: contentTypeField({ addition: true }),
    content_disposition: contentDispositionField(asciiValue, { addition: true }),
    content_encoding: text({
      label: 'Content encoding',
      help: 'For files that are compressed already, so that browsers unpack them.',
      group: 'headers',
      placeholder: 'gzip',
      suggestions: CONTENT_ENCODINGS,
      addition: true,
      check: asciiValue,
    }),
    content_language: text({
      label: 'Content language',
      help: 'The language of the text in the files.',
      group: 'headers',
      placeholder: 'en',
      suggestions: CONTENT_LANGUAGES,
      addition: true,
      check: asciiValue,
    }),
    cache_control: cacheControlField(asciiValue, { addition: true }),
    metadata: keyValues({
      label: 'Metadata',
      help: 'Kept with each blob. Keys have letters, digits and underscores; all of it has 8 KB at most.',
      group: 'headers',
      entry: { key: 'key', value: 'value' },
      checkKey: azureMetadataName,
      checkValue: asciiValue,
      caseless: true,
    }),
    access_tier: oneOf({
      label: 'Access tier',
      help: 'What storing costs against what reading costs. Left empty, the account’s own setting holds.',
      group: 'advanced',
      addition: true,
      options: [
        { value: 'Hot', label: 'Hot', help: 'For files that are read often.' },
        { value: 'Cool', label: 'Cool', help: 'Rarely read; kept for 30 days at least.' },
        { value: 'Cold', label: 'Cold', help: 'Hardly ever read; kept for 90 days at least.' },
        {
          value: 'Archive',
          label: 'Archive',
          help: 'The cheapest; reading takes hours, and kept for 180 days at least.',
        },
      ],
    }),
  },
  choices: [azureAccess, nameChoice('blob', 'blob_prefix')],
  naming: { pattern: 'blob', prefix: 'blob_prefix' },
  describePlace: ({ container, endpoint, storage_account }) =>
    inside(container, hostOf(endpoint) ?? storage_account),
});
