import { googleConnection } from './google-connection.ts';
import { defineOperation } from './operation.ts';
import { importedName, sourceChoice, sourceName, sourcePrefix } from './source-fields.ts';

export const importGoogleCloudStorage = defineOperation({
  id: 'import/google-cloud-storage',
  kind: 'import',
  title: 'Google Cloud Storage',
  summary: 'Fetches files from a bucket of Google Cloud Storage with a service account.',
  fields: {
    ...googleConnection('source'),
    file: sourceName('File name there'),
    file_prefix: sourcePrefix('File prefix'),
    filename: importedName(),
  },
  choices: [sourceChoice('file', 'file_prefix')],
});
