import { azureAccess, azureConnection } from './azure-connection.ts';
import { defineOperation } from './operation.ts';
import { importedName, sourceChoice, sourceName, sourcePrefix } from './source-fields.ts';

export const importAzureBlob = defineOperation({
  id: 'import/azure/blob',
  kind: 'import',
  title: 'Azure Blob Storage',
  summary: 'Fetches files from a container of an Azure storage account.',
  fields: {
    ...azureConnection('source'),
    blob: sourceName('Blob name'),
    blob_prefix: sourcePrefix('Blob prefix'),
    filename: importedName(),
  },
  choices: [azureAccess, sourceChoice('blob', 'blob_prefix')],
});
