import { fingerprint, hostName, objectPrefix } from './checks.ts';
import { exactName, ifExists } from './common-fields.ts';
import { defineOperation } from './operation.ts';
import { inside } from './place-words.ts';
import { privateKey, secretText, text } from './text-fields.ts';
import { flag, integer } from './value-fields.ts';

export const exportSftp = defineOperation({
  id: 'export/sftp',
  kind: 'export',
  title: 'SFTP',
  summary: 'Writes files to a folder of an SFTP server.',
  fields: {
    host: text({
      label: 'Host',
      help: 'The name or IP address of the server.',
      group: 'target',
      decidesPlace: true,
      placeholder: 'files.example.com',
      required: true,
      check: hostName,
    }),
    port: integer({
      label: 'Port',
      help: 'Where the server listens. Left empty: 22.',
      group: 'target',
      decidesPlace: true,
      placeholder: '22',
      default: 22,
      min: 1,
      max: 65_535,
    }),
    host_key_fingerprint: text({
      label: 'Host key fingerprint',
      help: 'When given, files go only to the server that has this key.',
      group: 'target',
      decidesPlace: true,
      placeholder: 'SHA256:…',
      addition: true,
      check: fingerprint,
    }),
    username: text({
      label: 'User name',
      help: 'The account on the server.',
      group: 'access',
      decidesPlace: true,
      required: true,
      maxLength: 255,
    }),
    password: secretText({
      label: 'Password',
      help: 'Belongs to the user name. It is stored sealed and never shown again.',
      group: 'access',
      spaces: 'always',
    }),
    private_key: privateKey({
      label: 'Private key',
      help: 'An OpenSSH, PEM or PuTTY key. Paste the whole file, or drop it here.',
      group: 'access',
      placeholder: '-----BEGIN OPENSSH PRIVATE KEY-----',
      kinds: ['pem', 'openssh', 'putty'],
    }),
    passphrase: secretText({
      label: 'Passphrase',
      help: 'Only when the private key has one.',
      group: 'access',
      spaces: 'always',
      addition: true,
    }),
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
    legacy_algorithms: flag({
      label: 'Old algorithms',
      help: 'Also takes SHA-1, CBC and the like, which are weak. Only for servers that have nothing else.',
      group: 'advanced',
      default: false,
      addition: true,
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
          id: 'password',
          label: 'Password',
          help: 'The password of the account.',
          fields: ['password'],
        },
        {
          id: 'private_key',
          label: 'Private key',
          help: 'A key that the server knows.',
          fields: ['private_key'],
          optional: ['passphrase'],
        },
      ],
    },
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
