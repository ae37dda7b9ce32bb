import type { Metadata } from 'next';
import Link from 'next/link';
import { AuthCard } from '#components/auth/auth-card.tsx';
import { SetupForm } from '#components/auth/setup-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { runtime } from '#lib/runtime.ts';
import { ownerExists } from '#lib/teams/create-owner.ts';
import { isSetupToken } from '#lib/web/setup-token.ts';
import { setUp } from './actions.ts';

export const metadata: Metadata = { title: 'Set up' };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

export default async function SetupPage({ searchParams }: Props) {
  const token = [(await searchParams).token].flat()[0] ?? '';
  if (await ownerExists(runtime().db.prisma)) {
    return (
      <AuthCard
        title="Slipway is set up"
        description="It has an owner; this page has done its work."
      >
        <Button asChild variant="primary" size="lg">
          <Link href="/sign-in">Sign in</Link>
        </Button>
      </AuthCard>
    );
  }
  if (!isSetupToken(token)) {
    return (
      <AuthCard
        title="Open the setup link"
        description={
          token === ''
            ? 'This Slipway has no owner yet. When it started, the server printed a link that makes one.'
            : 'This link is of an earlier start. Each start prints a new one until there is an owner.'
        }
      >
        <p className="text-sm">
          Look in the terminal or the log of the server for the line that begins with{' '}
          <span className="font-mono">Set it up at</span>, and open that address.
        </p>
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Set up Slipway" description="This link makes the owner, and works once.">
      <SetupForm action={setUp} token={token} />
    </AuthCard>
  );
}
