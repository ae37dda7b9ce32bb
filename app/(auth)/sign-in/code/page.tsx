import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { AuthCard } from '#components/auth/auth-card.tsx';
import { CodeForm } from '#components/auth/code-form.tsx';
import { findPending } from '#lib/web/pending-cookie.ts';
import { giveCode } from './actions.ts';

export const metadata: Metadata = { title: 'Enter your code' };

export default async function CodePage() {
  if (!(await findPending())) redirect('/sign-in');
  return (
    <AuthCard
      title="Enter your code"
      description="Your password is right. Now the code that your authenticator app shows."
    >
      <CodeForm action={giveCode} />
      <p className="text-sm text-muted-foreground">
        Not you, or out of time?{' '}
        <Link href="/sign-in" className="text-primary underline underline-offset-4">
          Start again
        </Link>
      </p>
    </AuthCard>
  );
}
