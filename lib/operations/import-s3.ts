import { defineOperation } from './operation.ts';
import { s3Connection } from './s3-connection.ts';
import { importedName, sourceChoice, sourceName, sourcePrefix } from './source-fields.ts';

export const importS3 = defineOperation({
  id: 'import/s3',
  kind: 'import',
  title: 'Amazon S3',
  summary: 'Fetches files from a bucket of S3, or of anything that speaks its protocol.',
  fields: {
    ...s3Connection('source'),
    key: sourceName('Key'),
    key_prefix: sourcePrefix('Key prefix'),
    filename: importedName(),
  },
  choices: [sourceChoice('key', 'key_prefix')],
});
