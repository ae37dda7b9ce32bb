import { Secret, TOTP } from 'otpauth';

/** What every authenticator app takes without being asked: some ignore other values in silence. */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const ISSUER = 'Slipway';
/** Bytes: as long as the hash, as RFC 4226 wants it. */
const SECRET_SIZE = 20;
/** Steps that a clock may be off, each way. */
const DRIFT = 1;

/** A new secret in base32, as apps take it by hand. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_SIZE }).base32;
}

/** What the QR code says: `otpauth://totp/…`. It holds the secret. */
export function totpAddress(secret: string, email: string): string {
  return new TOTP({ ...SHAPE, issuer: ISSUER, label: email, secret }).toString();
}

/**
 * The step of 30 seconds (counted from 1970) that a code belongs to, of the one at `now` and its
 * neighbours. Undefined for a wrong code. Spaces in the code are left out, since apps show them.
 */
export function findTotpStep(secret: string, code: string, now: Date): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!isTotpCode(token)) return undefined;
  const timestamp = now.getTime();
  const delta = TOTP.validate({
    ...SHAPE,
    token,
    secret: Secret.fromBase32(secret),
    timestamp,
    window: DRIFT,
  });
  return delta === null ? undefined : TOTP.counter({ ...SHAPE, timestamp }) + delta;
}

/** Whether this has the form of a code from an app, and not that of a password or a recovery code. */
export function isTotpCode(text: string): boolean {
  return /^\d{6}$/.test(text.replace(/\s/g, ''));
}
