import {
  azureAccount,
  azureAccountKey,
  azureContainer,
  azureMetadataName,
  azureSasToken,
  headerValue,
  webAddress,
} from './checks.ts';
import { exactName, ifExists, nameChoice, namePrefix } from './common-fields.ts';
import { defineOperation } from './operation.ts';
import { secretText, text } from './text-fields.ts';
import { keyValues } from './value-fields.ts';

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
      placeholder: 'https://mystorageaccount.blob.core.usgovcloudapi.net',
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
    metadata: keyValues({
      label: 'Metadata',
      help: 'Kept with each blob.',
      group: 'headers',
      entry: { key: 'key', value: 'value' },
      checkKey: azureMetadataName,
      checkValue: headerValue,
      caseless: true,
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
});
