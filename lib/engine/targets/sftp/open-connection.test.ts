import { createHash } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { createServer } from 'node:net';
import ssh2, { type AuthContext, type KeyboardAuthContext, type Session } from 'ssh2';
import { afterEach, describe, expect, it } from 'vitest';
import { type Failure, isFailure } from '#lib/errors.ts';
import { parseHostKeyLine } from '#lib/operations/host-key.ts';
import { createEgress } from '../../egress.ts';
import { openConnection } from './open-connection.ts';
import { readSettings } from './settings.ts';
import { makeKey } from './test-key.ts';
import { listenOn, startTestSshServer } from './test-ssh-server.ts';

const { utils } = ssh2;
const ed25519 = makeKey();
const rsa = utils.generateKeyPairSync('rsa', { bits: 2048 });
const mine = makeKey().private;
const egress = createEgress({ allow: '127.0.0.1' });
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const sha256 = (key: string): string => {
  const parsed = utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  const blob = [parsed].flat()[0]?.getPublicSSH() ?? Buffer.alloc(0);
  const hash = createHash('sha256').update(blob).digest('base64');
  return `SHA256:${hash.replace(/=+$/, '')}`;
};

const sftp = (accept: () => Session) => {
  accept().on('sftp', (acceptSftp) => acceptSftp());
};

async function serve(
  allow: (context: AuthContext) => void,
  { hostKeys = [ed25519.private], ...config }: Partial<ssh2.ServerConfig> = {},
  onSession = sftp,
) {
  const server = await startTestSshServer({ hostKeys, ...config }, { allow, onSession });
  ends.push(server.stop);
  return server.port;
}

async function open(port: number, options: Record<string, unknown> = {}) {
  const settings = readSettings({
    host: '127.0.0.1',
    port,
    username: 'u',
    password: 'right',
    ...options,
  });
  const connection = await openConnection(settings, {
    egress,
    signal: AbortSignal.timeout(20_000),
  });
  ends.push(connection.end);
  return connection;
}

async function failureOf(running: Promise<unknown>): Promise<Failure> {
  const error = await running.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (isFailure(error)) return error;
  throw error ?? new Error('It went well.');
}

const byPassword = (context: AuthContext) => {
  if (context.method === 'password' && context.password === 'right') context.accept();
  else context.reject(['password', 'publickey']);
};

/** Asks these questions in turn, and accepts when all answers are `right` or nothing was asked. */
const byPrompts =
  (...rounds: { prompt: string; echo: boolean }[][]) =>
  (context: AuthContext) => {
    if (context.method !== 'keyboard-interactive') {
      context.reject(['keyboard-interactive']);
      return;
    }
    const ask = ([prompts, ...others]: typeof rounds) => {
      if (!prompts) {
        context.accept();
        return;
      }
      (context as KeyboardAuthContext).prompt(prompts, (answers) => {
        if (answers.every((answer) => answer === 'right')) ask(others);
        else context.reject(['keyboard-interactive']);
      });
    };
    ask(rounds);
  };

describe('signing in', () => {
  it('answers the one hidden prompt of a server that asks instead of taking a password', async () => {
    const port = await serve(byPrompts([{ prompt: 'Password:', echo: false }], []));
    expect((await open(port)).sftp.maxWrite).toBeGreaterThan(30_000);
  });

  it('gives the password to no other question', async () => {
    for (const rounds of [
      [[{ prompt: 'Your favourite colour?', echo: true }]],
      [
        [
          { prompt: 'Password:', echo: false },
          { prompt: 'Code:', echo: false },
        ],
      ],
      [[{ prompt: 'Password:', echo: false }], [{ prompt: 'Code:', echo: false }]],
    ]) {
      const failure = await failureOf(open(await serve(byPrompts(...rounds))));
      expect(failure).toMatchObject({ code: 'TARGET_AUTH_FAILED', fields: { password: [/./] } });
      expect(failure.message).toMatch(/for more than a password/);
    }
  });

  it('names the password when that is refused, and the key likewise', async () => {
    const port = await serve(byPassword);
    const failure = await failureOf(open(port, { password: 'wrong' }));
    expect(failure.message).toContain('refused the password of user `u`');
    expect(Object.keys(failure.fields ?? {})).toEqual(['password']);
    expect(failure.detail).toContain('Offered: password, publickey');
    const other = await failureOf(open(port, { password: undefined, private_key: mine }));
    expect(Object.keys(other.fields ?? {})).toEqual(['private_key']);
  });

  it('says what the server takes when that is something else', async () => {
    const port = await serve((context) => context.reject(['publickey']));
    const failure = await failureOf(open(port));
    expect(failure.message).toContain('with a private key only');
    expect(Object.keys(failure.fields ?? {})).toEqual(['private_key']);
  });

  it('gives both where the server wants both', async () => {
    const port = await serve((context) => {
      if (context.method === 'publickey') {
        // Asked first whether the key would do.
        if (!context.signature) context.accept();
        else context.reject(['password'], true);
      } else if (context.method === 'password') context.accept();
      else context.reject(['publickey']);
    });
    await open(port, { private_key: mine });
  });
});

describe('the host key', () => {
  it('is compared before anything is told', async () => {
    const methods: string[] = [];
    const port = await serve((context) => {
      methods.push(context.method);
      byPassword(context);
    });
    await open(port, { host_key_fingerprint: sha256(ed25519.private) });
    methods.length = 0;
    const wanted = `SHA256:${'A'.repeat(43)}`;
    const failure = await failureOf(open(port, { host_key_fingerprint: wanted }));
    expect(failure).toMatchObject({ code: 'HOST_KEY_MISMATCH', retry: false });
    const shown = { type: 'ssh-ed25519', fingerprint: sha256(ed25519.private) };
    expect(failure.message).toContain(`${shown.type} ${shown.fingerprint}`);
    expect(parseHostKeyLine(failure.detail ?? '')).toEqual(shown);
    expect(Object.keys(failure.fields ?? {})).toEqual(['host_key_fingerprint']);
    expect(methods).toEqual([]);
  });

  it('may be any of those that the server has', async () => {
    const port = await serve(byPassword, { hostKeys: [ed25519.private, rsa.private] });
    await open(port, { host_key_fingerprint: sha256(rsa.private) });
    const failure = await failureOf(
      open(port, { host_key_fingerprint: `SHA256:${'A'.repeat(43)}` }),
    );
    expect(failure.message).toContain(sha256(rsa.private));
    expect(failure.message).toContain(sha256(ed25519.private));
  });
});

describe('what else stands in the way', () => {
  it('says which algorithms there are when none is common, and takes old ones on request', async () => {
    const port = await serve(byPassword, {
      hostKeys: [rsa.private],
      algorithms: {
        kex: ['diffie-hellman-group14-sha1'],
        cipher: ['aes128-cbc'],
        hmac: ['hmac-sha1'],
        serverHostKey: ['ssh-rsa'],
      },
    });
    const failure = await failureOf(open(port));
    expect(failure).toMatchObject({ code: 'TARGET_UNREACHABLE', retry: false });
    expect(failure.message).toContain('no key exchange algorithm in common');
    expect(Object.keys(failure.fields ?? {})).toEqual(['legacy_algorithms']);
    expect(failure.detail).toContain('It offers: diffie-hellman-group14-sha1');
    await open(port, { legacy_algorithms: true });
  });

  it('tells a server that is no SSH server', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const { port, stop } = await listenOn(server);
    ends.push(stop);
    const failure = await failureOf(open(port));
    expect(failure).toMatchObject({ code: 'TARGET_UNREACHABLE', retry: false });
    expect(failure.message).toContain('not an SSH server');
    expect(failure.detail).toContain('400 Bad Request');
  });

  it('tries a server again that has too many connections, or hangs up', async () => {
    for (const { said, code } of [
      { said: 'Exceeded MaxStartups\r\n', code: 'TARGET_BUSY' },
      { said: '', code: 'TARGET_UNREACHABLE' },
    ]) {
      const { port, stop } = await listenOn(createServer((socket) => socket.end(said)));
      ends.push(stop);
      expect(await failureOf(open(port))).toMatchObject({ code, retry: true });
    }
  });

  it('tells an account without SFTP, and one whose login script talks', async () => {
    const refused = await serve(byPassword, {}, (accept) => {
      accept();
    });
    expect((await failureOf(open(refused))).message).toContain('offers no SFTP');
    const talking = await serve(byPassword, {}, (accept) => {
      // Known to the library, not to its types.
      const session: EventEmitter = accept();
      session.on('subsystem', (begin: () => ssh2.ServerChannel) => {
        begin().write('Welcome to this machine!\n');
      });
    });
    const failure = await failureOf(open(talking));
    expect(failure).toMatchObject({ code: 'TARGET_DENIED', retry: false });
    expect(failure.detail).toContain('Welcome to this machine!');
  });

  it('lets go at once when it is told to', async () => {
    const silent = await listenOn(createServer(() => {}));
    ends.push(silent.stop);
    const settings = readSettings({
      host: '127.0.0.1',
      port: silent.port,
      username: 'u',
      password: 'p',
    });
    const stop = new AbortController();
    const running = openConnection(settings, { egress, signal: stop.signal });
    const reason = new Error('cancelled');
    setTimeout(() => stop.abort(reason), 50);
    await expect(running).rejects.toBe(reason);
  });
});
