import {
  azureAccount,
  azureAccountKey,
  azureContainer,
  azureMetadataName,
  azureSasToken,
  headerValue,
  webAddress,
} from './checks.ts';
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
import { secretText, text } from './text-fields.ts';
import { keyValues, oneOf } from './value-fields.ts';

const ENDPOINTS: readonly Suggestion[] = [
  {
    value: 'https://ACCOUNT.blob.core.usgovcloudapi.net',
    help: 'Azure Government; put your account',
  },
  { value: 'https://ACCOUNT.blob.core.chinacloudapi.cn', help: 'Azure in China; put your account' },
  { value: 'http://127.0.0.1:10000/devstoreaccount1', help: 'Azurite on this machine' },
];

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
    storage_account: text({
      label: 'Storage account',
      help: 'The part before “.blob.core.windows.net”.',
      group: 'target',
      decidesPlace: true,
      placeholder: 'mystorageaccount',
      required: true,
      check: azureAccount,
    }),
    container: text({
      label: 'Container',
      help: 'The container that the files go into. It must exist.',
      group: 'target',
      placeholder: 'my-container',
      required: true,
      check: azureContainer,
    }),
    endpoint: text({
      label: 'Endpoint',
      help: 'For sovereign clouds and emulators. Left empty, it follows from the account.',
      group: 'target',
      decidesPlace: true,
      placeholder: 'https://mystorageaccount.blob.core.usgovcloudapi.net',
      suggestions: ENDPOINTS,
      addition: true,
      check: webAddress('The endpoint', 'https://mystorageaccount.blob.core.windows.net'),
    }),
    storage_access_key: secretText({
      label: 'Access key',
      help: 'One of the two keys of the storage account. It opens the whole account.',
      group: 'access',
      check: azureAccountKey,
    }),
    sas_token: secretText({
      label: 'SAS token',
      help: 'A token that may create and write blobs in the container, with or without the “?”.',
      group: 'access',
      repair: (value) => value.replace(/^\?+/, ''),
      check: azureSasToken,
    }),
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
  choices: [
    {
      id: 'access',
      label: 'Sign in with',
      group: 'access',
      required: true,
      exclusive: false,
      options: [
        {
          id: 'key',
          label: 'Access key',
          help: 'The account’s own key.',
          fields: ['storage_access_key'],
        },
        {
          id: 'sas',
          label: 'SAS token',
          help: 'A token with limited rights and an end.',
          fields: ['sas_token'],
        },
      ],
    },
    nameChoice('blob', 'blob_prefix'),
  ],
  naming: { pattern: 'blob', prefix: 'blob_prefix' },
  describePlace: ({ container, endpoint, storage_account }) =>
    inside(container, hostOf(endpoint) ?? storage_account),
});
