import { KeyRound } from 'lucide-react';
import type { Metadata } from 'next';
import { DevelopersHead } from '#components/developers/developers-head.tsx';
import { KeyList } from '#components/developers/key-list.tsx';
import { NewKeyDialog } from '#components/developers/new-key-dialog.tsx';
import { NotForYou } from '#components/developers/not-for-you.tsx';
import { TryIt } from '#components/developers/try-it.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { listKeys } from '#lib/developers/list-keys.ts';
import { openDeveloperContext } from '#lib/developers/open-context.ts';
import { READ_SCOPES, SCOPE_TEXTS } from '#lib/developers/scopes.ts';
import { runtime } from '#lib/runtime.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import { createKeyAction, revokeKeyAction } from './actions.ts';

export const metadata: Metadata = { title: 'API keys' };

export default async function KeysPage() {
  const viewer = await getViewer();
  const mayManage = can(viewer.role, 'key.manage');
  const keys = mayManage ? await listKeys(openDeveloperContext(viewer)) : [];
  // Stands in one place, list or none: a dialog that moved would lose the key that it shows.
  const create = (
    <NewKeyDialog create={createKeyAction} scopes={SCOPE_TEXTS} readScopes={READ_SCOPES} />
  );
  return (
    <div className="grid gap-6">
      <DevelopersHead />
      {mayManage ? (
        <div className="grid gap-3">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h2 className="text-base font-semibold">API keys</h2>
            {create}
          </div>
          {keys.length > 0 ? (
            <KeyList
              keys={keys}
              scopeCount={Object.keys(SCOPE_TEXTS).length}
              revoke={revokeKeyAction}
            />
          ) : (
            <EmptyState icon={KeyRound} title="No API keys yet">
              A program needs one to call the API for this team. Give each program its own, so that
              one can be revoked without the others.
            </EmptyState>
          )}
        </div>
      ) : (
        <NotForYou things="API keys" />
      )}
      <TryIt appUrl={runtime().env.APP_URL} />
    </div>
  );
}
