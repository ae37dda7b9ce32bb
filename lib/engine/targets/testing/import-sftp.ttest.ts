import { copyFile, mkdir, utimes } from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';
import { importSftp } from '#lib/operations/import-sftp.ts';
import { describeSource } from './describe-source.ts';

const { sshd } = inject('targets').servers;
const WRONG = 'marked-wrong-secret';
/** On this machine. */
const uploads = path.join(sshd.root, 'upload');
const sftp = {
  host: sshd.host,
  port: sshd.port,
  username: sshd.username,
  private_key: sshd.keys.ed25519,
};
let minute = 0;

describeSource({
  operation: importSftp,
  nameField: 'file',
  async put(name, file) {
    const to = path.join(uploads, name);
    await mkdir(path.dirname(to), { recursive: true });
    await copyFile(file, to);
    // Times of files are whole seconds there, and tests are faster than those.
    minute += 1;
    const time = new Date(Date.UTC(2026, 0, 1, 0, minute));
    await utimes(to, time, time);
  },
  one: (name) => ({ ...sftp, file: `${sshd.folders.upload}/${name}` }),
  many: (folder) => ({ ...sftp, path: `${sshd.folders.upload}/${folder}` }),
  isDeep: false,
  through: (port) => ({ port }),
  server: { port: sshd.port },
  failures: [
    {
      title: 'the password is wrong',
      options: { private_key: undefined, password: WRONG },
      code: 'TARGET_AUTH_FAILED',
      says: [sshd.username, /password/],
      field: 'password',
    },
    {
      title: 'the host key is another',
      options: { host_key_fingerprint: `SHA256:${'A'.repeat(43)}` },
      code: 'HOST_KEY_MISMATCH',
      says: ['another host key'],
      field: 'host_key_fingerprint',
    },
    {
      title: 'a folder is no file',
      options: { file: `${sshd.folders.upload}/to-import/failures` },
      code: 'SOURCE_FAILED',
      says: ['is a folder'],
      field: 'file',
    },
    {
      title: 'there is no such folder',
      options: { path: `${sshd.folders.upload}/nobody/made/this` },
      of: 'many',
      code: 'SOURCE_FAILED',
      says: ['nobody/made/this'],
      field: 'path',
    },
  ],
  secrets: [
    WRONG,
    ...sshd.keys.ed25519.split('\n').filter((line) => line.length > 40 && !line.startsWith('-')),
  ],
});
