import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { sendInvitationMail, writeInvitation } from './invitation-mail.ts';
import { sendMail } from './mail.ts';
import { startMailServer } from './test-mail.ts';

const ORIGIN = 'https://slipway.example.com';
const LINK = `${ORIGIN}/invitation/the-token-of-the-link`;
const MAIL = { to: 'eve@example.com', subject: 'Join', text: `Open ${LINK}` };
const INVITED = {
  to: 'eve@example.com',
  teamName: 'Engines',
  by: 'ada@example.com',
  role: 'operator' as const,
  link: LINK,
  expiresAt: new Date('2026-03-08T12:00:00Z'),
};

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function start(...given: Parameters<typeof startMailServer>) {
  const server = await startMailServer(...given);
  ending.push(server.close);
  return server;
}

async function listen(answer: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    answer(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ending.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const failure = (settings: Parameters<typeof sendMail>[0]): Promise<unknown> =>
  sendMail(settings, MAIL).then(
    () => undefined,
    (error) => error,
  );

test('an invitation arrives with its link, as plain text', async () => {
  const { url: SMTP_URL, received } = await start();
  expect(await sendInvitationMail({ SMTP_URL, origin: ORIGIN }, INVITED)).toBe(true);
  expect(received).toHaveLength(1);
  expect(received[0]?.to).toEqual(['eve@example.com']);
  const message = received[0]?.message ?? '';
  expect(message).toContain('From: slipway@slipway.example.com');
  expect(message).toContain('Subject: Join Engines on Slipway');
  expect(message).toContain('Content-Type: text/plain; charset=utf-8');
  expect(message.replaceAll('=\r\n', '')).toContain(LINK);
});

test('it says who invites, as what, and until when', () => {
  const { text, subject } = writeInvitation({ ...INVITED, teamName: 'Engines\r\nBcc: all' });
  expect(subject).toBe('Join Engines Bcc: all on Slipway');
  expect(text).toContain('ada@example.com invites you to join the team Engines Bcc: all');
  expect(text).toContain('as operator');
  expect(text).toContain('Sun, 08 Mar 2026 12:00 UTC');
});

test('the sender is the one of the settings', async () => {
  const { url: SMTP_URL, received } = await start();
  await sendMail({ SMTP_URL, MAIL_FROM: 'team@example.org', origin: ORIGIN }, MAIL);
  expect(received[0]?.message).toContain('From: team@example.org');
});

test('user and password of the address are used', async () => {
  const { port, received } = await start({
    authOptional: false,
    onAuth: ({ username, password }, _session, callback) =>
      username === 'ada' && password === 'p@ss'
        ? callback(null, { user: username })
        : callback(new Error('no')),
  });
  await sendMail({ SMTP_URL: `smtp://ada:p%40ss@127.0.0.1:${port}`, origin: ORIGIN }, MAIL);
  expect(received).toHaveLength(1);
  const refused = await failure({
    SMTP_URL: `smtp://ada:geheim@127.0.0.1:${port}`,
    origin: ORIGIN,
  });
  expect(refused).toMatchObject({
    code: 'UNAVAILABLE',
    message: 'The mail server refused the user and password of SMTP_URL.',
  });
  expect(JSON.stringify(refused)).not.toContain('geheim');
});

test('without a mail server nothing is sent', async () => {
  expect(await sendMail({ origin: ORIGIN }, MAIL)).toBe(false);
});

test('what the server says of an address is told, and the mail is not', async () => {
  const { url: SMTP_URL } = await start({
    onRcptTo: (_address, _session, callback) =>
      callback(Object.assign(new Error('No such person here'), { responseCode: 550 })),
  });
  const refused = await failure({ SMTP_URL, origin: ORIGIN });
  expect(refused).toMatchObject({
    code: 'UNAVAILABLE',
    message: 'The mail server refused the address. It said: 550 No such person here',
  });
  const { stack, cause } = refused as Error;
  expect(`${stack} ${JSON.stringify(refused)} ${String(cause)}`).not.toContain('the-token');
});

test('a server that is not there is told', async () => {
  const { url: SMTP_URL, close } = await startMailServer();
  await close();
  expect(await failure({ SMTP_URL, origin: ORIGIN })).toMatchObject({
    code: 'UNAVAILABLE',
    message: 'The mail server of SMTP_URL cannot be reached.',
  });
});

test('a server that never greets, or never comes to an end, is left at the deadline', async () => {
  const silent = await listen(() => {});
  const endless = await listen((socket) => {
    const timer = setInterval(() => socket.write('220-wait\r\n'), 20);
    socket.on('close', () => clearInterval(timer));
  });
  for (const SMTP_URL of [silent, endless]) {
    expect(await failure({ SMTP_URL, origin: ORIGIN, deadlineMs: 300 })).toMatchObject({
      code: 'UNAVAILABLE',
      message: 'The mail server took too long.',
    });
  }
});

test('the conversation is encrypted when the address, or the server, says so', async () => {
  const ciphers: boolean[] = [];
  const options = {
    disabledCommands: ['AUTH'],
    onMailFrom: (
      _address: unknown,
      session: { secure: boolean },
      callback: (error?: Error) => void,
    ) => {
      ciphers.push(session.secure);
      callback();
    },
  };
  const tls = await start({ ...options, secure: true });
  const startTls = await start(options);
  for (const SMTP_URL of [`smtps://127.0.0.1:${tls.port}`, startTls.url]) {
    // The server's certificate is its own making.
    const trusting = `${SMTP_URL}/?tls.rejectUnauthorized=false`;
    expect(await sendMail({ SMTP_URL: trusting, origin: ORIGIN }, MAIL)).toBe(true);
    expect(await failure({ SMTP_URL, origin: ORIGIN })).toMatchObject({ code: 'UNAVAILABLE' });
  }
  expect(ciphers).toEqual([true, true]);
});
