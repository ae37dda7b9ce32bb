'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { changeRole, RoleChange } from '#lib/teams/change-role.ts';
import { createTeam } from '#lib/teams/create-team.ts';
import { TeamName } from '#lib/teams/credentials.ts';
import { InvitationInput, invite } from '#lib/teams/invite.ts';
import { leaveTeam } from '#lib/teams/leave-team.ts';
import { openContext } from '#lib/teams/open-context.ts';
import { removeMember } from '#lib/teams/remove-member.ts';
import { renameTeam } from '#lib/teams/rename-team.ts';
import { revokeInvitation } from '#lib/teams/revoke-invitation.ts';
import { switchTeam } from '#lib/teams/switch-team.ts';
import { action, formAction } from '#lib/web/action.ts';
import { sendInvitation } from '#lib/web/send-invitation.ts';
import { endSession } from '#lib/web/session-cookie.ts';

const One = z.object({ id: z.uuid() });
const Named = z.object({ name: TeamName });

export const inviteAction = action('team.invite', InvitationInput, async ({ viewer, input }) => {
  const sent = await sendInvitation(viewer, await invite(openContext(viewer), input));
  refresh();
  return sent;
});

export const revokeInvitationAction = action('team.invite', One, async ({ viewer, input }) => {
  await revokeInvitation(openContext(viewer), input.id);
  refresh();
});

export const changeRoleAction = action('team.manage', RoleChange, async ({ viewer, input }) => {
  await changeRole(openContext(viewer), input);
  refresh();
});

export const removeMemberAction = action('team.manage', One, async ({ viewer, input }) => {
  await removeMember(openContext(viewer), input.id);
  refresh();
});

export const renameTeamAction = formAction('team.manage', Named, async ({ viewer, input }) => {
  await renameTeam(openContext(viewer), input.name);
  refresh();
});

export const leaveTeamAction = action('account.update', z.object({}), async ({ viewer }) => {
  if (!(await leaveTeam(openContext(viewer)))) await endSession();
});

export const switchTeamAction = action('account.update', One, ({ viewer, input }) =>
  switchTeam(openContext(viewer), input.id),
);

export const createTeamAction = formAction('account.update', Named, ({ viewer, input }) =>
  createTeam(openContext(viewer), input.name),
);
