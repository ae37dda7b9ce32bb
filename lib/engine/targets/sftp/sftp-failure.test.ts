import { describe, expect, it } from 'vitest';
import { type Failure, isFailure } from '#lib/errors.ts';
import { readSettings } from './settings.ts';
import type { SftpContext } from './sftp-context.ts';
import { describeSftpFailure, describeWriteFailure } from './sftp-failure.ts';
import { SftpStatusError, STATUS } from './sftp-status.ts';

const settings = readSettings({ host: 'h', port: 2222, username: 'u', password: 'p', path: '/x' });
const context = { settings } as SftpContext;
const at = { step: 'creating the file', path: '/x/a' };

function explain(error: unknown): Failure {
  const failure = describeSftpFailure(error, context, at);
  if (!isFailure(failure)) throw error;
  return failure;
}

describe('what a server refuses', () => {
  it('has a code, a sentence, a field and the answer as it came', () => {
    const failure = explain(new SftpStatusError(STATUS.denied, 'Permission denied'));
    expect(failure).toMatchObject({ code: 'TARGET_DENIED', retry: false });
    expect(failure.message).toBe(
      'h:2222 does not allow user `u` creating the file “/x/a”. The account needs write permission there.',
    );
    expect(failure.fields).toEqual({ path: [failure.message] });
    expect(failure.detail).toBe('creating the file /x/a: Permission denied (status 3)');
  });

  it.each([
    [STATUS.noSuchFile, 'TARGET_NOT_FOUND'],
    [STATUS.failure, 'TARGET_DENIED'],
    [STATUS.unsupported, 'TARGET_DENIED'],
    [14, 'TARGET_DENIED'],
  ])('status %i is %s', (status, code) => {
    expect(explain(new SftpStatusError(status, '')).code).toBe(code);
  });

  it('tells a lost connection, which may be tried again', () => {
    const lost = Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    expect(explain(lost)).toMatchObject({ code: 'TARGET_UNREACHABLE', retry: true });
  });

  it('leaves bugs alone', () => {
    const bug = new TypeError('x is not a function');
    expect(describeSftpFailure(bug, context, at)).toBe(bug);
  });
});

describe('a refused write', () => {
  const refused = new SftpStatusError(STATUS.failure, 'Failure');
  const explainWrite = (askRoom: () => Promise<number>) =>
    describeWriteFailure(refused, context, { path: 'a', missing: 1_000, askRoom });

  it('is a full disk when no room is left, or nobody knows', async () => {
    expect(await explainWrite(async () => 0)).toMatchObject({
      code: 'TARGET_FULL',
      message: expect.stringContaining('no room left'),
    });
    const unknown = () => Promise.reject(new SftpStatusError(STATUS.unsupported, ''));
    expect(await explainWrite(unknown)).toMatchObject({ code: 'TARGET_FULL' });
  });

  it('may be a quota when there is room', async () => {
    expect(await explainWrite(async () => 5_000)).toMatchObject({
      code: 'TARGET_FULL',
      message: expect.stringContaining('quota'),
    });
  });
});
