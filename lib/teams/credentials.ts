import { z } from 'zod';
import { PASSWORD_MAX_LENGTH } from './hash-password.ts';

const PASSWORD_MIN_LENGTH = 12;

/** Compared and stored in lower case: nobody means two people by `Ada@` and `ada@`. */
export const EmailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'The email address is too long.')
  .pipe(z.email('An email address has the form name@host.'));

/** A password as somebody types it to get in: anything, up to what is hashed. */
export const GivenPassword = z
  .string()
  .min(1, 'Enter your password.')
  .max(PASSWORD_MAX_LENGTH, 'The password is too long.');

/** A code from an app or a recovery code, as somebody types it. */
export const GivenCode = z
  .string()
  .trim()
  .min(1, 'Enter the code.')
  .max(100, 'This is no code: it is too long.');

/** A password, or a code from the app. */
export const GivenProof = z
  .string()
  .min(1, 'Enter your password or a code.')
  .max(PASSWORD_MAX_LENGTH, 'This is too long.');

export const NewPassword = z
  .string()
  .refine((text) => [...text].length >= PASSWORD_MIN_LENGTH, {
    error: `The password needs at least ${PASSWORD_MIN_LENGTH} characters.`,
  })
  .max(PASSWORD_MAX_LENGTH, `The password has at most ${PASSWORD_MAX_LENGTH} characters.`);

export const PersonName = z
  .string()
  .trim()
  .min(1, 'Enter your name.')
  .max(100, 'The name is too long.');

export const TeamName = z
  .string()
  .trim()
  .min(1, 'Enter a name for the team.')
  .max(100, 'The name is too long.');
