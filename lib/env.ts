import path from 'node:path';
import { z } from 'zod';

const UNITS: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** `500`, `20 MB`, `5GB`: bytes, decimal units. */
const byteSize = z.string().transform((text, context) => {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)b?$/i.exec(text.trim());
  if (match) return Math.floor(Number(match[1]) * (UNITS[match[2]?.toLowerCase() ?? ''] ?? 1));
  context.addIssue({ code: 'custom', message: 'is a size such as 500MB or 5GB' });
  return z.NEVER;
});

const count = (min: number, max: number) =>
  z.coerce
    .number(`is a whole number`)
    .int('is a whole number')
    .min(min, `is at least ${min}`)
    .max(max, `is at most ${max}`);

const origin = z
  .string()
  .refine(
    (text) => /^https?:\/\/[^/?#]+\/?$/.test(text),
    'is an address such as https://files.example.com, without a path',
  )
  .transform((text) => text.replace(/\/$/, ''));

const flag = z.enum(['0', '1'], 'is 0 or 1').transform((text) => text === '1');

/** Every setting, in the order of the README's table. `describe` is that table's text. */
export const SETTINGS = z.object({
  PORT: count(0, 65535).default(3000).describe('Port to listen on.'),
  HOST: z.string().min(1).default('0.0.0.0').describe('Address to listen on.'),
  APP_URL: origin
    .optional()
    .describe(
      'The address people use, e.g. `https://slipway.example.com`. Set it behind a proxy; links are made from it.',
    ),
  FILES_URL: origin
    .optional()
    .describe(
      'A second address that leads here, used for temporary URLs only, so that files of others never share an origin with the dashboard.',
    ),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('Folder for the embedded database, the files and the master key.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'is a postgres:// address')
    .optional()
    .describe('A PostgreSQL to use in place of the embedded database.'),
  MASTER_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'is 32 bytes in base64 (openssl rand -base64 32)')
    .optional()
    .describe(
      'The key that seals secrets: 32 bytes in base64. Default: made on first start in `DATA_DIR/master.key`.',
    ),
  MASTER_KEY_PREVIOUS: z
    .string()
    .regex(/^([A-Za-z0-9+/]{43}=(,|$))+$/, 'is one or more former keys, comma-separated')
    .transform((text) => text.split(',').filter(Boolean))
    .optional()
    .describe(
      'What MASTER_KEY was before: everything is sealed with the new one while Slipway runs. Comma-separated, the newest first.',
    ),
  OWNER_EMAIL: z
    .email('is an e-mail address')
    .optional()
    .describe('With OWNER_PASSWORD: creates the owner on first start.'),
  OWNER_PASSWORD: z
    .string()
    .min(12, 'has at least 12 characters')
    .optional()
    .describe('Password of that owner, at least 12 characters.'),
  BOOTSTRAP_API_KEY: z
    .string()
    .min(24, 'has at least 24 characters')
    .optional()
    .describe(
      'With the owner: makes an API key of this value with all scopes. At least 24 characters.',
    ),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^/?#]+/, 'is an address such as smtp://user:password@mail.example.com:587')
    .optional()
    .describe('A mail server. With it, invitations are sent by e-mail as well as shown as a link.'),
  MAIL_FROM: z
    .email('is an e-mail address')
    .optional()
    .describe('Whom those e-mails come from. Default: `slipway@` the host of APP_URL.'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'is an address such as https://id.example.com' })
    .optional()
    .describe('An OpenID Connect provider: people may sign in through it.'),
  OIDC_CLIENT_ID: z.string().min(1).optional().describe('How that provider calls this Slipway.'),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().describe('Its secret for this Slipway.'),
  OIDC_NAME: z
    .string()
    .min(1)
    .default('single sign-on')
    .describe('What the button says: “Continue with …”.'),
  OIDC_DOMAINS: z
    .string()
    .default('')
    .describe(
      'Domains of e-mail addresses, comma-separated, whose people join the first team by signing in through it. Others need an invitation.',
    ),
  OIDC_ROLES: z
    .string()
    .regex(
      /^(?:[^=,]+=\s*(?:owner|admin|operator|viewer)\s*(?:,|$))*$/,
      'is a list such as staff=operator,bosses=admin, of the roles owner, admin, operator, viewer',
    )
    .default('')
    .describe(
      'Which role such people get, by the groups that the provider tells: `slipway-admins=admin,staff=operator`. Default: viewer.',
    ),
  MAX_FILE_SIZE: byteSize.prefault('20GB').describe('Largest file accepted or imported.'),
  MIN_FREE_DISK: byteSize.prefault('1GB').describe('Room on the disk that files never fill.'),
  EGRESS_ALLOW: z
    .string()
    .default('')
    .describe(
      'Private addresses that imports and deliveries may connect to: hosts, CIDRs or host:port, comma-separated.',
    ),
  WORKERS: count(1, 64).default(4).describe('Tasks that run at a time.'),
  TASK_DEADLINE_MINUTES: count(1, 1440)
    .default(300)
    .describe('A task that runs longer ends with `DEADLINE_EXCEEDED`.'),
  RATE_LIMIT: count(10, 1_000_000).default(6000).describe('API requests a minute for each key.'),
  TRUST_PROXY: flag
    .prefault('0')
    .describe('`1` behind a reverse proxy: believe X-Forwarded-For, -Proto and -Host.'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], 'is debug, info, warn or error')
    .default('info')
    .describe('How much is logged.'),
  STORIES: flag
    .prefault('0')
    .describe('`1` shows the pages under /stories, for working on forms and parts.'),
});

export type Env = z.output<typeof SETTINGS> & { production: boolean };

/** Reads the settings. @throws Error with a sentence for each setting that is wrong. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([name, value]) => name in SETTINGS.shape && value !== ''),
  );
  const parsed = SETTINGS.safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`);
  if (parsed.success) {
    const { OWNER_EMAIL, OWNER_PASSWORD, BOOTSTRAP_API_KEY } = parsed.data;
    if (!OWNER_EMAIL !== !OWNER_PASSWORD)
      problems.push('OWNER_EMAIL and OWNER_PASSWORD go together.');
    if (BOOTSTRAP_API_KEY && !OWNER_EMAIL)
      problems.push('BOOTSTRAP_API_KEY needs OWNER_EMAIL and OWNER_PASSWORD.');
    const oidc = [
      parsed.data.OIDC_ISSUER,
      parsed.data.OIDC_CLIENT_ID,
      parsed.data.OIDC_CLIENT_SECRET,
    ];
    if (oidc.some(Boolean) && !oidc.every(Boolean))
      problems.push('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together.');
  }
  if (!parsed.success || problems.length > 0) {
    throw new Error(`These settings are wrong:\n${problems.map((line) => `  ${line}`).join('\n')}`);
  }
  return {
    ...parsed.data,
    DATA_DIR: path.resolve(parsed.data.DATA_DIR),
    production: source.NODE_ENV === 'production',
  };
}
