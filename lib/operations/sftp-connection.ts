import { fingerprint, hostName } from './checks.ts';
import type { Choice } from './choice.ts';
import type { Way } from './field.ts';
import { privateKey, secretText, text } from './text-fields.ts';
import { flag, integer } from './value-fields.ts';

/** Where a server is and how to get in, for files that go there or come from there. */
export const sftpConnection = (way: Way) => ({
  host: text({
    label: 'Host',
    help: 'The name or IP address of the server.',
    group: way,
    decidesPlace: true,
    placeholder: 'files.example.com',
    required: true,
    check: hostName,
  }),
  port: integer({
    label: 'Port',
    help: 'Where the server listens. Left empty: 22.',
    group: way,
    decidesPlace: true,
    placeholder: '22',
    default: 22,
    min: 1,
    max: 65_535,
  }),
  host_key_fingerprint: text({
    label: 'Host key fingerprint',
    help:
      way === 'target'
        ? 'When given, files go only to the server that has this key.'
        : 'When given, files come only from the server that has this key.',
    group: way,
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
});

/** The ways to sign in there. */
export const sftpAccess = {
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
} as const satisfies Choice;

export const legacyAlgorithms = () =>
  flag({
    label: 'Old algorithms',
    help: 'Also takes SHA-1, CBC and the like, which are weak. Only for servers that have nothing else.',
    group: 'advanced',
    default: false,
    addition: true,
  });
