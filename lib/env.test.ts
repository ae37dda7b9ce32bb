import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readEnv, SETTINGS } from './env.ts';

const KEY = 'k'.repeat(24);

describe('readEnv', () => {
  test('nothing set gives a whole set of settings', () => {
    expect(readEnv({})).toMatchObject({
      PORT: 3000,
      HOST: '0.0.0.0',
      DATA_DIR: path.resolve('data'),
      MAX_FILE_SIZE: 20e9,
      MIN_FREE_DISK: 1e9,
      TRUST_PROXY: false,
      production: false,
    });
  });

  test('an empty setting counts as one not set, and what is no setting is left alone', () => {
    expect(readEnv({ PORT: '', APP_URL: '', HOME: '/root' })).toEqual(readEnv({}));
  });

  test.each([
    ['500', 500],
    ['500MB', 500e6],
    ['1.5 gb', 1.5e9],
    ['2T', 2e12],
  ])('%s is a size', (text, bytes) => {
    expect(readEnv({ MAX_FILE_SIZE: text }).MAX_FILE_SIZE).toBe(bytes);
  });

  test('an address loses its last slash', () => {
    expect(readEnv({ APP_URL: 'https://slipway.example.com/' }).APP_URL).toBe(
      'https://slipway.example.com',
    );
  });

  test.each([
    [{ PORT: 'http' }, 'PORT is a whole number.'],
    [{ OIDC_ROLES: 'staff=operator,bosses=king' }, 'OIDC_ROLES is a list such as staff=operator'],
    [{ OIDC_ROLES: 'operator' }, 'OIDC_ROLES is a list such as staff=operator'],
    [{ PORT: '3000.5' }, 'PORT is a whole number.'],
    [{ PORT: '65536' }, 'PORT is at most 65535.'],
    [{ WORKERS: '0' }, 'WORKERS is at least 1.'],
    [
      { APP_URL: 'https://example.com/slipway' },
      'APP_URL is an address such as https://files.example.com, without a path.',
    ],
    [
      { FILES_URL: 'files.example.com' },
      'FILES_URL is an address such as https://files.example.com, without a path.',
    ],
    [{ DATABASE_URL: 'mysql://localhost/slipway' }, 'DATABASE_URL is a postgres:// address.'],
    [{ MASTER_KEY: 'secret' }, 'MASTER_KEY is 32 bytes in base64 (openssl rand -base64 32).'],
    [{ MAX_FILE_SIZE: 'huge' }, 'MAX_FILE_SIZE is a size such as 500MB or 5GB.'],
    [{ MIN_FREE_DISK: '-1' }, 'MIN_FREE_DISK is a size such as 500MB or 5GB.'],
    [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY is 0 or 1.'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is debug, info, warn or error.'],
    [{ OWNER_EMAIL: 'me', OWNER_PASSWORD: 'p'.repeat(12) }, 'OWNER_EMAIL is an e-mail address.'],
    [
      { OWNER_EMAIL: 'me@example.com', OWNER_PASSWORD: 'short' },
      'OWNER_PASSWORD has at least 12 characters.',
    ],
    [{ OWNER_EMAIL: 'me@example.com' }, 'OWNER_EMAIL and OWNER_PASSWORD go together.'],
    [{ OWNER_PASSWORD: 'p'.repeat(12) }, 'OWNER_EMAIL and OWNER_PASSWORD go together.'],
    [{ BOOTSTRAP_API_KEY: KEY }, 'BOOTSTRAP_API_KEY needs OWNER_EMAIL and OWNER_PASSWORD.'],
  ])('%j is refused with a sentence', (given, sentence) => {
    expect(() => readEnv(given)).toThrow(`These settings are wrong:\n  ${sentence}`);
  });

  test('every wrong setting is named at once, and no value is shown', () => {
    const wrong = { PORT: '-1', MASTER_KEY: 'hunter2hunter2', LOG_LEVEL: 'loud' };
    const read = () => readEnv(wrong);
    for (const name of Object.keys(wrong)) expect(read).toThrow(`\n  ${name} `);
    expect(read).not.toThrow('hunter2');
  });
});

/** The table of settings as the README must show it. */
function settingsTable(): string[] {
  return Object.entries(SETTINGS.shape).map(([name, schema]) => {
    const preset = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
    const value = preset ? String(schema.def.defaultValue) : '';
    return `| \`${name}\` | ${value && `\`${value}\``} | ${schema.description} |`;
  });
}

test('the README shows every setting as it is read', () => {
  const readme = readFileSync(path.resolve(import.meta.dirname, '../README.md'), 'utf8');
  const shown = readme.split('\n').filter((line) => /^\| `[A-Z_]+` \|/.test(line));
  // On failure the expected side is the table to paste.
  expect(shown).toEqual(settingsTable());
});
