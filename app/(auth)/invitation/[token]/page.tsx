import type { Metadata } from 'next';
import Link from 'next/link';
import { AuthCard } from '#components/auth/auth-card.tsx';
import { JoinAsNewForm } from '#components/auth/join-as-new-form.tsx';
import { JoinForm } from '#components/auth/join-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { runtime } from '#lib/runtime.ts';
import { type FoundInvitation, findInvitation } from '#lib/teams/find-invitation.ts';
import { CLOSED_INVITATION } from '#lib/teams/invitation-state.ts';
import { listOwnTeams } from '#lib/teams/list-own-teams.ts';
import { ROLE_WORDS } from '#lib/ui/role-words.ts';
import { findViewer, type Viewer } from '#lib/web/viewer.ts';
import { joinAction, joinAsNewAction, signOutAndReturn } from './actions.ts';

// The address holds the token. No other site is told it (prepare-request.ts), nor a search engine.
export const metadata: Metadata = { title: 'Invitation', robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

export default async function InvitationPage({ params }: Props) {
  const [{ token }, viewer] = await Promise.all([params, findViewer()]);
  const { db, clock } = runtime();
  const invitation = await findInvitation(db.prisma, clock, token);
  if (!invitation) {
    return (
      <AuthCard
        title="This is not an invitation"
        description="Open the whole link that you were sent, or ask whoever sent it for a new one."
      >
        <Way viewer={viewer} />
      </AuthCard>
    );
  }
  if (invitation.state !== 'open') {
    const own = viewer !== undefined && invitation.acceptedById === viewer.userId;
    return (
      <AuthCard
        title={own ? `You have joined ${invitation.teamName}` : 'This link no longer works'}
        description={own ? 'The invitation has been used.' : CLOSED_INVITATION[invitation.state]}
      >
        <Way viewer={viewer} />
      </AuthCard>
    );
  }
  return <OpenInvitation token={token} invitation={invitation} viewer={viewer} />;
}

type OpenProps = { token: string; invitation: FoundInvitation; viewer: Viewer | undefined };

async function OpenInvitation({ token, invitation, viewer }: OpenProps) {
  const { teamId, teamName, role, email, createdBy } = invitation;
  const offer = (
    <>
      {createdBy} invites you as <strong className="text-foreground">{role}</strong>.{' '}
      {ROLE_WORDS[role]}
    </>
  );
  if (!viewer) {
    const signIn = `/sign-in?next=${encodeURIComponent(`/invitation/${token}`)}`;
    return (
      <AuthCard title={`Join ${teamName}`} description={offer}>
        <JoinAsNewForm action={joinAsNewAction} token={token} email={email} />
        <p className="text-sm text-muted-foreground">
          You have an account?{' '}
          <Link href={signIn} prefetch={false} className="text-primary underline">
            Sign in to join
          </Link>
        </p>
      </AuthCard>
    );
  }
  const teams = await listOwnTeams(runtime().db.prisma, viewer.userId);
  if (teams.some(({ id }) => id === teamId)) {
    return (
      <AuthCard
        title={`You are in ${teamName} already`}
        description="The invitation stays open for somebody else."
      >
        <Way viewer={viewer} />
      </AuthCard>
    );
  }
  const fits = !email || email === viewer.email;
  return (
    <AuthCard
      title={fits ? `Join ${teamName}` : 'This invitation is for somebody else'}
      description={fits ? offer : `It is for ${email}, and works for nobody else.`}
    >
      {fits && <JoinForm action={joinAction} token={token} />}
      <form action={signOutAndReturn} className="grid gap-2">
        <input type="hidden" name="token" value={token} />
        <p className="text-sm [overflow-wrap:anywhere] text-muted-foreground">
          You are signed in as {viewer.email}.
        </p>
        <Button type="submit">Use another account</Button>
      </form>
    </AuthCard>
  );
}

function Way({ viewer }: { viewer: Viewer | undefined }) {
  return (
    <Button asChild variant="primary" size="lg">
      <Link href={viewer ? '/exports' : '/sign-in'}>{viewer ? 'Go to exports' : 'Sign in'}</Link>
    </Button>
  );
}
