import { objectPrefix } from './checks.ts';
import { exactName, ifExists } from './common-fields.ts';
import { defineOperation } from './operation.ts';
import { inside } from './place-words.ts';
import { legacyAlgorithms, sftpAccess, sftpConnection } from './sftp-connection.ts';
import { text } from './text-fields.ts';

export const exportSftp = defineOperation({
  id: 'export/sftp',
  kind: 'export',
  title: 'SFTP',
  summary: 'Writes files to a folder of an SFTP server.',
  fields: {
    ...sftpConnection('target'),
    file: exactName('File name'),
    path: text({
      label: 'Folder',
      help: 'The files keep their names and go into this folder. It is made if it is missing.',
      group: 'naming',
      placeholder: 'incoming/reports',
      check: objectPrefix,
      spaces: 'wire',
    }),
    if_exists: ifExists(),
    legacy_algorithms: legacyAlgorithms(),
  },
  choices: [
    sftpAccess,
    {
      id: 'naming',
      label: 'Name',
      help: 'How the files are called where they go.',
      group: 'naming',
      required: false,
      exclusive: true,
      options: [
        {
          id: 'own',
          label: 'Own names',
          help: 'Each file keeps its name, in the folder where the account starts.',
          fields: [],
        },
        { id: 'pattern', label: 'Exact name', help: 'You say the whole name.', fields: ['file'] },
        { id: 'folder', label: 'Folder', help: 'Own names, in a folder.', fields: ['path'] },
      ],
    },
  ],
  naming: { pattern: 'file', folder: 'path' },
  describePlace: ({ host, port, username, path }) =>
    inside(path, `${username ? `${username}@` : ''}${host ?? ''}${port ? `:${port}` : ''}`),
});
