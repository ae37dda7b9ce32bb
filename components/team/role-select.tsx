'use client';

import { startTransition, useOptimistic, useState } from 'react';
import { attemptAction } from '#components/exports/attempt-action.ts';
import { AlertDialog } from '#components/ui/alert-dialog.tsx';
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from '#components/ui/select.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { TeamMember } from '#lib/teams/list-members.ts';
import { ROLE_WORDS, type RoleName } from '#lib/ui/role-words.ts';
import type { ActionResult } from '#lib/web/action-state.ts';

export type ChangeRoleAction = (input: {
  userId: string;
  role: RoleName;
}) => Promise<ActionResult<unknown>>;

type RoleSelectProps = {
  member: TeamMember;
  isSelf: boolean;
  roles: readonly RoleName[];
  change: ChangeRoleAction;
};

/** The role of one member. It changes at once and can be undone, but one's own asks before. */
export function RoleSelect({ member, isSelf, roles, change }: RoleSelectProps) {
  const { userId, name, role } = member;
  const [shown, show] = useOptimistic<RoleName>(role);
  const [asked, setAsked] = useState<RoleName>();

  function apply(next: RoleName, undo?: RoleName) {
    startTransition(async () => {
      show(next);
      const answer = await attemptAction(change({ userId, role: next }));
      if (!answer?.ok) return;
      toast.success(
        `${name} is ${next} now`,
        undo ? { action: { label: 'Undo', onClick: () => apply(undo) } } : {},
      );
    });
  }

  return (
    <>
      <Select
        value={shown}
        onValueChange={(next: RoleName) => (isSelf ? setAsked(next) : apply(next, role))}
      >
        <SelectTrigger aria-label={`Role of ${name}`} className="w-24 sm:w-32">
          <SelectValue>{shown}</SelectValue>
        </SelectTrigger>
        <SelectContent className="w-72">
          {roles.map((option) => (
            <SelectItem key={option} value={option} description={ROLE_WORDS[option]}>
              {option}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      {isSelf && (
        <AlertDialog
          open={asked !== undefined}
          onOpenChange={(open) => open || setAsked(undefined)}
          title={`Become ${asked}?`}
          description="You give up rights that only somebody else can give back."
          confirmLabel={`Become ${asked}`}
          cancelLabel={`Stay ${role}`}
          onConfirm={() => asked && apply(asked)}
        />
      )}
    </>
  );
}
