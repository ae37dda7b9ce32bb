import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import ssh2, { type SFTPWrapper } from 'ssh2';
import { afterEach, expect, it } from 'vitest';
import { quickenCipher } from './quicken-cipher.ts';
import { type SftpClient, startSftp } from './sftp-client.ts';
import { makeKey } from './test-key.ts';
import { startTestSshServer } from './test-ssh-server.ts';
import { tuneSocket } from './tune-socket.ts';

const hostKey = makeKey().private;
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A server that keeps what is written, and a client of it with the cipher that is asked for. */
async function start(cipher: ssh2.CipherAlgorithm) {
  const written: Buffer[] = [];
  const keep = (sftp: SFTPWrapper) =>
    sftp
      .on('OPEN', (id) => sftp.handle(id, Buffer.from('h')))
      .on('WRITE', (id, _handle, _offset, data) => {
        written.push(Buffer.from(data));
        sftp.status(id, 0);
      });
  const server = await startTestSshServer(
    { hostKeys: [hostKey] },
    {
      allow: (context) => context.accept(),
      onSession: (accept) => accept().on('sftp', (begin) => keep(begin())),
    },
  );
  const socket = connect(server.port, '127.0.0.1');
  tuneSocket(socket);
  const client = new ssh2.Client();
  ends.push(() => client.end(), server.stop);
  client.on('handshake', () => quickenCipher(client));
  const { promise, resolve, reject } = Promise.withResolvers<SftpClient>();
  client.on('error', reject).on('ready', () =>
    client.subsys('sftp', (error, channel) => {
      if (error) reject(error);
      else resolve(startSftp(channel, { isOpenSsh: true, ended: () => {} }));
    }),
  );
  client.connect({ sock: socket, username: 'u', algorithms: { cipher: [cipher] } });
  return { client, sftp: await promise, written };
}

const encrypts = (client: object): object =>
  (client as { _protocol: { _cipher: object } })._protocol._cipher;

it.each(['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com'] as const)(
  'what %s encrypts in its quicker way arrives as it was',
  async (cipher) => {
    const { client, sftp, written } = await start(cipher);
    // Fails when a new version of the library looks different inside: sending would only be slower.
    expect(Object.hasOwn(encrypts(client), 'encrypt')).toBe(true);
    const handle = await sftp.open('a', 'create');
    // More packets than one byte of the counter holds, of all sizes.
    const bytes = randomBytes(300 * 32_700 + 17);
    const writes: Promise<void>[] = [];
    for (let at = 0; at < bytes.length; at += 32_700 + (at % 3)) {
      const piece = bytes.subarray(at, Math.min(at + 32_700 + (at % 3), bytes.length));
      writes.push(
        new Promise((resolve, reject) =>
          sftp.write(handle, piece, at, (error) => (error ? reject(error) : resolve())),
        ),
      );
    }
    await Promise.all(writes);
    expect(Buffer.concat(written).equals(bytes)).toBe(true);
  },
);

it('leaves other ciphers as they are', async () => {
  const { client } = await start('aes128-ctr');
  expect(Object.hasOwn(encrypts(client), 'encrypt')).toBe(false);
});
