import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { AuthCard } from '#components/auth/auth-card.tsx';
import { ChangePasswordForm } from '#components/auth/change-password-form.tsx';
import { SetupForm } from '#components/auth/setup-form.tsx';
import { SignInForm } from '#components/auth/sign-in-form.tsx';
import { runtime } from '#lib/runtime.ts';
import type { ActionState } from '#lib/ui/action-state.ts';
import AuthLayout from '../../(auth)/layout.tsx';

export const metadata = { title: 'Forms before the sign-in' };

async function refuse(_: ActionState, formData: FormData): Promise<ActionState> {
  'use server';
  if (formData.get('password') === 'field-error-please') {
    return { ok: false, code: 'INVALID_DATA', message: 'x', fields: { email: ['Taken already.'] } };
  }
  return { ok: false, code: 'UNAUTHENTICATED', message: 'Email or password is wrong.' };
}

async function accept(): Promise<ActionState> {
  'use server';
  return { ok: true };
}

const DESCRIPTION = 'This link makes the first owner, and works once.';

/** The forms of (auth) and of the password page, with actions that always answer the same. */
export default async function AuthStories({
  searchParams,
}: {
  searchParams: Promise<{ form?: string }>;
}) {
  await connection();
  const { env } = runtime();
  if (env.production && !env.STORIES) notFound();
  const { form } = await searchParams;
  return (
    <AuthLayout>
      {form === 'setup' ? (
        <AuthCard title="Set up Slipway" description={DESCRIPTION}>
          <SetupForm action={refuse} token="t" />
        </AuthCard>
      ) : form === 'password' ? (
        <AuthCard title="Change password">
          <ChangePasswordForm action={accept} user={{ name: 'Ada', email: 'ada@example.com' }} />
        </AuthCard>
      ) : (
        <AuthCard title="Sign in">
          <SignInForm action={refuse} next="/exports" />
        </AuthCard>
      )}
    </AuthLayout>
  );
}
