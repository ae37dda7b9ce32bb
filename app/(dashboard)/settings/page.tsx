import type { Metadata } from 'next';
import { ChangePasswordForm } from '#components/auth/change-password-form.tsx';
import { SecondFactor } from '#components/auth/second-factor.tsx';
import { SessionList } from '#components/auth/session-list.tsx';
import { PageHeading } from '#components/page-heading.tsx';
import { SettingsSection } from '#components/settings-section.tsx';
import { runtime } from '#lib/runtime.ts';
import { type Account, describeAccount } from '#lib/teams/describe-account.ts';
import { listSessions } from '#lib/teams/list-sessions.ts';
import { accountContext } from '#lib/web/account-context.ts';
import { hasOidc } from '#lib/web/oidc-provider.ts';
import { getViewer, type Viewer } from '#lib/web/viewer.ts';
import {
  changeOwnPassword,
  endOwnOtherSessions,
  endOwnSession,
  enrolOwnSecondFactor,
  offerOwnSecondFactor,
  removeOwnSecondFactor,
  renewOwnRecoveryCodes,
} from './actions.ts';

export const metadata: Metadata = { title: 'Settings' };

const FACTOR_ACTIONS = {
  offer: offerOwnSecondFactor,
  enrol: enrolOwnSecondFactor,
  renew: renewOwnRecoveryCodes,
  remove: removeOwnSecondFactor,
};

export default async function SettingsPage() {
  const viewer = await getViewer();
  const { name, email, teamName, role, userId } = viewer;
  const [account, { sessions, total }] = await Promise.all([
    describeAccount(runtime().db.prisma, userId),
    listSessions(accountContext(), viewer),
  ]);
  const facts = { Name: name, Email: email, Team: teamName, Role: role };
  return (
    <div className="grid gap-6">
      <PageHeading title="Settings" />
      <SettingsSection title="Profile">
        <dl className="grid max-w-sm grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1">
          {Object.entries(facts).map(([term, value]) => (
            <div key={term} className="contents">
              <dt className="text-muted-foreground">{term}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </SettingsSection>
      {account.hasPassword ? (
        <PasswordSections viewer={viewer} account={account} />
      ) : (
        <SettingsSection title="Sign-in">
          <p className="max-w-prose text-sm">
            You have no password here: you sign in with {runtime().env.OIDC_NAME}, and whatever
            guards your account, a second factor too, is set there.
          </p>
        </SettingsSection>
      )}
      <SettingsSection
        title="Sessions"
        description="Where you are signed in. A session that you end is signed out at its next step."
      >
        <SessionList
          sessions={sessions}
          total={total}
          end={endOwnSession}
          endOthers={endOwnOtherSessions}
        />
      </SettingsSection>
    </div>
  );
}

function PasswordSections({ viewer, account }: { viewer: Viewer; account: Account }) {
  const { name, email } = viewer;
  const byProvider = account.linked && hasOidc(runtime().env);
  return (
    <>
      <SettingsSection title="Change password">
        <ChangePasswordForm action={changeOwnPassword} user={{ name, email }} />
      </SettingsSection>
      <SettingsSection
        title="Second factor"
        description={`A code from your phone, besides your password: whoever learns the password alone does not get in.${
          byProvider ? ` It is not asked for when you come through ${runtime().env.OIDC_NAME}.` : ''
        }`}
      >
        <SecondFactor state={account.secondFactor} email={email} actions={FACTOR_ACTIONS} />
      </SettingsSection>
    </>
  );
}
