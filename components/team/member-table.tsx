import { Badge } from '#components/ui/badge.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '#components/ui/table.tsx';
import type { TeamMember } from '#lib/teams/list-members.ts';
import type { RoleName } from '#lib/ui/role-words.ts';
import { LocalTime } from '../local-time.tsx';
import { LeaveTeam, type LeaveTeamAction } from './leave-team.tsx';
import { RemoveMember, type RemoveMemberAction } from './remove-member.tsx';
import { type ChangeRoleAction, RoleSelect } from './role-select.tsx';

type MemberTableProps = {
  members: readonly TeamMember[];
  /** Who reads it. */
  self: { userId: string; teamName: string };
  /** What they may make of others; they change nobody of another role. */
  roles: readonly RoleName[];
  leave: LeaveTeamAction;
  /** Left out for those who may not. */
  manage?: { changeRole: ChangeRoleAction; remove: RemoveMemberAction };
};

export function MemberTable({ members, self, roles, leave, manage }: MemberTableProps) {
  return (
    <Table label="Members">
      <TableHeader>
        <TableRow>
          <TableHead>Person</TableHead>
          <TableHead className="sm:w-36">Role</TableHead>
          <TableHead className="hidden w-32 sm:table-cell">Joined</TableHead>
          <TableHead className="sm:w-24">
            <span className="sr-only">Actions</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {members.map((member) => {
          const { userId, name, email, role, joinedAt } = member;
          const isSelf = userId === self.userId;
          const within = manage && roles.includes(role);
          return (
            <TableRow key={userId}>
              <TableCell className="min-w-28">
                <span className="flex flex-wrap items-center gap-x-2">
                  <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
                  {isSelf && <Badge>You</Badge>}
                </span>
                <span className="text-xs [overflow-wrap:anywhere] text-muted-foreground">
                  {email}
                </span>
              </TableCell>
              <TableCell>
                {within ? (
                  <RoleSelect
                    member={member}
                    isSelf={isSelf}
                    roles={roles}
                    change={manage.changeRole}
                  />
                ) : (
                  role
                )}
              </TableCell>
              <TableCell className="hidden whitespace-nowrap text-muted-foreground sm:table-cell">
                <LocalTime at={joinedAt} />
              </TableCell>
              <TableCell className="text-end">
                {isSelf ? (
                  <LeaveTeam teamName={self.teamName} leave={leave} />
                ) : (
                  within && (
                    <RemoveMember member={member} teamName={self.teamName} remove={manage.remove} />
                  )
                )}
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
