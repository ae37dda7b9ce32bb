import type { Metadata } from 'next';
import Link from 'next/link';
import { AuthCard } from '#components/auth/auth-card.tsx';
import { Button } from '#components/ui/button.tsx';
import { runtime } from '#lib/runtime.ts';

export const metadata: Metadata = { title: 'Not signed in' };

type Props = { searchParams: Promise<{ why?: string | string[] }> };

/** For whom the identity provider knows, and Slipway does not let in. */
export default async function RefusedPage({ searchParams }: Props) {
  const { title, text } = sayWhy([(await searchParams).why].flat()[0], runtime().env.OIDC_NAME);
  return (
    <AuthCard title={title} description={text}>
      <Button asChild variant="primary" size="lg">
        <Link href="/sign-in">Back to the sign-in</Link>
      </Button>
    </AuthCard>
  );
}

function sayWhy(why: string | undefined, name: string): { title: string; text: string } {
  if (why === 'unverified')
    return {
      title: 'Your address is not confirmed',
      text: `${name} knows you, but does not say that your email address is yours. Confirm it there, then sign in again.`,
    };
  if (why === 'taken')
    return {
      title: 'This address is somebody else’s',
      text: `The account with your email address belongs to another person at ${name}. Ask an administrator of Slipway to look into it.`,
    };
  return {
    title: 'Ask for an invitation',
    text: `${name} knows you, but you are in no team here. Ask an owner or administrator to invite your email address, then sign in again.`,
  };
}
