import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AuthCard } from '#components/auth/auth-card.tsx';
import { SignInForm } from '#components/auth/sign-in-form.tsx';
import { runtime } from '#lib/runtime.ts';
import { ownerExists } from '#lib/teams/create-owner.ts';
import { findLocalPath } from '#lib/web/local-path.ts';
import { findViewer } from '#lib/web/viewer.ts';
import { signInWithPassword } from './actions.ts';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const next = findLocalPath([(await searchParams).next].flat()[0] ?? '');
  if (await findViewer()) redirect(next ?? '/exports');
  if (!(await ownerExists(runtime().db.prisma))) redirect('/setup');
  return (
    <AuthCard title="Sign in">
      <SignInForm action={signInWithPassword} next={next} />
    </AuthCard>
  );
}
