import {
  azureAccount,
  azureAccountKey,
  azureContainer,
  azureSasToken,
  webAddress,
} from './checks.ts';
import type { Choice } from './choice.ts';
import type { Suggestion, Way } from './field.ts';
import { secretText, text } from './text-fields.ts';

const ENDPOINTS: readonly Suggestion[] = [
  {
    value: 'https://ACCOUNT.blob.core.usgovcloudapi.net',
    help: 'Azure Government; put your account',
  },
  { value: 'https://ACCOUNT.blob.core.chinacloudapi.cn', help: 'Azure in China; put your account' },
  { value: 'http://127.0.0.1:10000/devstoreaccount1', help: 'Azurite on this machine' },
];

/** Where a container is and how to get in, for files that go there or come from there. */
export const azureConnection = (way: Way) => ({
  storage_account: text({
    label: 'Storage account',
    help: 'The part before “.blob.core.windows.net”.',
    group: way,
    decidesPlace: true,
    placeholder: 'mystorageaccount',
    required: true,
    check: azureAccount,
  }),
  container: text({
    label: 'Container',
    help:
      way === 'target'
        ? 'The container that the files go into. It must exist.'
        : 'The container that holds the files.',
    group: way,
    placeholder: 'my-container',
    required: true,
    check: azureContainer,
  }),
  endpoint: text({
    label: 'Endpoint',
    help: 'For sovereign clouds and emulators. Left empty, it follows from the account.',
    group: way,
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
    help:
      way === 'target'
        ? 'A token that may create and write blobs in the container, with or without the “?”.'
        : 'A token that may read blobs of the container, and list them for a prefix.',
    group: 'access',
    repair: (value) => value.replace(/^\?+/, ''),
    check: azureSasToken,
  }),
});

/** The ways to sign in there. */
export const azureAccess = {
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
} as const satisfies Choice;
