import type { Metadata } from 'next';
import Link from 'next/link';
import { PageHeading } from '#components/page-heading.tsx';
import { InvitationList } from '#components/team/invitation-list.tsx';
import { InviteDialog } from '#components/team/invite-dialog.tsx';
import { MemberTable } from '#components/team/member-table.tsx';
import { RenameTeamForm } from '#components/team/rename-team-form.tsx';
import { RoleTable } from '#components/team/role-table.tsx';
import { TeamSection } from '#components/team/team-section.tsx';
import { Button } from '#components/ui/button.tsx';
import { runtime } from '#lib/runtime.ts';
import { listInvitations } from '#lib/teams/list-invitations.ts';
import { listMembers } from '#lib/teams/list-members.ts';
import { can, givableRoles, PERMISSIONS, ROLES } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import {
  changeRoleAction,
  inviteAction,
  leaveTeamAction,
  removeMemberAction,
  renameTeamAction,
  revokeInvitationAction,
} from './actions.ts';

export const metadata: Metadata = { title: 'Team' };

type Props = { searchParams: Promise<{ after?: string | string[] }> };

export default async function TeamPage({ searchParams }: Props) {
  const [viewer, query] = await Promise.all([getViewer(), searchParams]);
  const { db, clock, env } = runtime();
  const { teamId, teamName, userId, role } = viewer;
  const mayInvite = can(role, 'team.invite');
  const mayManage = can(role, 'team.manage');
  const [members, invitations] = await Promise.all([
    listMembers(db.prisma, teamId, [query.after].flat()[0]),
    mayInvite ? listInvitations(db.prisma, clock, teamId) : [],
  ]);
  const manage = { changeRole: changeRoleAction, remove: removeMemberAction };
  const roles = givableRoles(role);
  return (
    <div className="grid gap-8">
      <PageHeading title="Team">
        {mayInvite && (
          <InviteDialog roles={roles} hasMailServer={Boolean(env.SMTP_URL)} invite={inviteAction} />
        )}
      </PageHeading>
      <TeamSection title={`Members of ${teamName}`}>
        <MemberTable
          members={members.rows}
          self={{ userId, teamName }}
          roles={roles}
          leave={leaveTeamAction}
          {...(mayManage && { manage })}
        />
        {(members.next || query.after) && (
          <nav aria-label="Pages of members" className="flex justify-center gap-2">
            {query.after && (
              <Button asChild>
                <Link href="/team">First members</Link>
              </Button>
            )}
            {members.next && (
              <Button asChild>
                <Link href={`/team?after=${encodeURIComponent(members.next)}`}>More members</Link>
              </Button>
            )}
          </nav>
        )}
      </TeamSection>
      {mayInvite && (
        <TeamSection title="Open invitations">
          <InvitationList invitations={invitations} roles={roles} revoke={revokeInvitationAction} />
        </TeamSection>
      )}
      {mayManage && (
        <TeamSection title="Name">
          <RenameTeamForm key={teamId} name={teamName} action={renameTeamAction} />
        </TeamSection>
      )}
      <TeamSection title="What roles may do">
        <RoleTable roles={ROLES} rules={Object.values(PERMISSIONS)} own={role} />
      </TeamSection>
    </div>
  );
}
