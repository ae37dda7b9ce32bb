import type { Metadata } from 'next';
import { ChangePasswordForm } from '#components/auth/change-password-form.tsx';
import { PageHeading } from '#components/page-heading.tsx';
import { getViewer } from '#lib/web/viewer.ts';
import { changeOwnPassword } from './actions.ts';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsPage() {
  const { name, email, teamName, role } = await getViewer();
  const facts = { Name: name, Email: email, Team: teamName, Role: role };
  return (
    <div className="grid gap-6">
      <PageHeading title="Settings" />
      <section aria-labelledby="profile" className="grid gap-3">
        <h2 id="profile" className="text-base font-semibold">
          Profile
        </h2>
        <dl className="grid max-w-sm grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1">
          {Object.entries(facts).map(([term, value]) => (
            <div key={term} className="contents">
              <dt className="text-muted-foreground">{term}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-labelledby="password" className="grid gap-3">
        <h2 id="password" className="text-base font-semibold">
          Change password
        </h2>
        <ChangePasswordForm action={changeOwnPassword} user={{ name, email }} />
      </section>
    </div>
  );
}
