import { Check, Minus } from 'lucide-react';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '#components/ui/table.tsx';
import type { RoleName } from '#lib/ui/role-words.ts';

type RoleTableProps = {
  roles: readonly RoleName[];
  rules: readonly { does: string; roles: readonly RoleName[] }[];
  /** The role of whoever reads it. */
  own: RoleName;
};

/** The table of permissions, as the server asks it. */
export function RoleTable({ roles, rules, own }: RoleTableProps) {
  return (
    <Table label="What roles may do" className="max-w-3xl">
      <TableHeader>
        <TableRow>
          <TableHead>Right</TableHead>
          {roles.map((role) => (
            <TableHead key={role} className="text-center">
              {role}
              {role === own && <span className="max-sm:sr-only"> (you)</span>}
            </TableHead>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {rules.map((rule) => (
          <TableRow key={rule.does}>
            <th scope="row" className="h-8 min-w-48 px-2 py-1 text-start font-normal">
              {rule.does}
            </th>
            {roles.map((role) => (
              <TableCell key={role} className="h-8 text-center">
                <Mark may={rule.roles.includes(role)} />
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Mark({ may }: { may: boolean }) {
  const Icon = may ? Check : Minus;
  return (
    <>
      <Icon
        aria-hidden
        className={may ? 'mx-auto size-4 text-primary' : 'mx-auto size-4 text-muted-foreground'}
      />
      <span className="sr-only">{may ? 'yes' : 'no'}</span>
    </>
  );
}
