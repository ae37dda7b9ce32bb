import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '#components/auth/auth-card.tsx';
import { FormFailure } from '#components/auth/form-failure.tsx';
import { OidcButton } from '#components/auth/oidc-button.tsx';
import { SignInForm } from '#components/auth/sign-in-form.tsx';
import { runtime } from '#lib/runtime.ts';
import { ownerExists } from '#lib/teams/create-owner.ts';
import { findLocalPath } from '#lib/web/local-path.ts';
import { hasOidc } from '#lib/web/oidc-provider.ts';
import { findViewer } from '#lib/web/viewer.ts';
import { signInWithPassword } from './actions.ts';

export const metadata: Metadata = { title: 'Sign in' };

type Parameter = string | string[] | undefined;
type Props = {
  searchParams: Promise<{ next?: Parameter; error?: Parameter; callbackUrl?: Parameter }>;
};

export default async function SignInPage({ searchParams }: Props) {
  const { next: given, error, callbackUrl } = await searchParams;
  // next-auth brings people back here with an address in place of a path.
  const back = [callbackUrl].flat()[0]?.replace(/^https?:\/\/[^/]+/, '');
  const next = findLocalPath([given].flat()[0] ?? back ?? '');
  if (await findViewer()) redirect(next ?? '/exports');
  const { db, env } = runtime();
  if (!(await ownerExists(db.prisma))) redirect('/setup');
  return (
    <AuthCard title="Sign in">
      <FormFailure message={sayError([error].flat()[0], env.OIDC_NAME)} />
      {hasOidc(env) && (
        <>
          <OidcButton name={env.OIDC_NAME} next={next} />
          <p className="flex items-center gap-3 text-sm text-muted-foreground before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
            or with your password
          </p>
        </>
      )}
      <SignInForm action={signInWithPassword} {...(next && { next })} />
    </AuthCard>
  );
}

/** What next-auth's codes mean to whoever comes back with one. */
function sayError(code: string | undefined, name: string): string | undefined {
  if (!code) return undefined;
  if (code === 'CredentialsSignin') return 'Email, password or code is wrong.';
  if (code === 'OAuthSignin')
    return `The sign-in with ${name} could not begin: it does not answer. Try again in a moment, or use your password.`;
  return `The sign-in with ${name} did not come to an end. Try again.`;
}
