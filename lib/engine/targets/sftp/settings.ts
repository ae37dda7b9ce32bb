import type { ParsedKey } from 'ssh2';
import type { Options } from '../../delivery/target.ts';
import { readPrivateKey } from './read-private-key.ts';

/** Where the server is and how to get in, read from the options of the wire. */
export type Settings = {
  host: string;
  port: number;
  /** As people name it: the port only when it is not the usual one. */
  address: string;
  username: string;
  password: string | undefined;
  key: ParsedKey | undefined;
  hasPassphrase: boolean;
  /** As given, untouched. */
  fingerprint: string | undefined;
  legacyAlgorithms: boolean;
  /** The field that the name of a file comes from. */
  nameField: 'file' | 'path';
};

const USUAL_PORT = 22;

/** @throws Failure TARGET_AUTH_FAILED for a private key that cannot be used: before anything is sent. */
export function readSettings(options: Options): Settings {
  const given = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const host = (given('host') ?? '').trim().replace(/^\[(.*)\]$/, '$1');
  const port = Number(options.port ?? USUAL_PORT);
  const named = host.includes(':') ? `[${host}]` : host;
  const privateKey = given('private_key');
  const passphrase = given('passphrase');
  return {
    host,
    port,
    address: port === USUAL_PORT ? named : `${named}:${port}`,
    username: given('username') ?? '',
    password: given('password'),
    key: privateKey === undefined ? undefined : readPrivateKey(privateKey, passphrase),
    hasPassphrase: passphrase !== undefined,
    fingerprint: given('host_key_fingerprint')?.trim(),
    legacyAlgorithms: options.legacy_algorithms === true,
    nameField: given('file') === undefined ? 'path' : 'file',
  };
}
