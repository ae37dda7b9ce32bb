import { objectPrefix } from './checks.ts';
import { defineOperation } from './operation.ts';
import { legacyAlgorithms, sftpAccess, sftpConnection } from './sftp-connection.ts';
import { importedName, sourceName } from './source-fields.ts';
import { text } from './text-fields.ts';

export const importSftp = defineOperation({
  id: 'import/sftp',
  kind: 'import',
  title: 'SFTP',
  summary: 'Fetches files from a folder of an SFTP server.',
  fields: {
    ...sftpConnection('source'),
    file: sourceName('Path of the file'),
    path: text({
      label: 'Folder',
      help: 'Every file of this folder is imported, up to 1,000. Folders in it are left out.',
      group: 'source',
      placeholder: 'outgoing/reports',
      check: objectPrefix,
      spaces: 'wire',
    }),
    filename: importedName(),
    legacy_algorithms: legacyAlgorithms(),
  },
  choices: [
    sftpAccess,
    {
      id: 'files',
      label: 'Files',
      help: 'What is imported.',
      group: 'source',
      required: true,
      exclusive: true,
      options: [
        {
          id: 'one',
          label: 'One file',
          help: 'The file under exactly this path.',
          fields: ['file'],
        },
        { id: 'folder', label: 'Folder', help: 'All files of a folder.', fields: ['path'] },
      ],
    },
  ],
});
