import { Link2 } from 'lucide-react';
import type { Metadata } from 'next';
import { CodeLine } from '#components/developers/code-line.tsx';
import { DevelopersHead } from '#components/developers/developers-head.tsx';
import { NewSignedUrlDialog } from '#components/developers/new-signed-url-dialog.tsx';
import { NotForYou } from '#components/developers/not-for-you.tsx';
import { SignedUrlList } from '#components/developers/signed-url-list.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { listSignedUrlBases } from '#lib/developers/list-signed-url-bases.ts';
import { openDeveloperContext } from '#lib/developers/open-context.ts';
import { runtime } from '#lib/runtime.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import { createSignedUrlBaseAction, revokeSignedUrlBaseAction } from '../actions.ts';

export const metadata: Metadata = { title: 'Signed URLs' };

const EXAMPLE = `const url = cloudConvert.signedUrls.sign(
  'BASE_URL',
  'SIGNING_SECRET',
  {
    tasks: {
      in: { operation: 'import/url', url: 'https://example.com/report.pdf' },
      out: { operation: 'export/url', input: 'in', inline: true },
    },
  },
  'report-1', // the same key: the same file, without a second run
);`;

export default async function SignedUrlsPage() {
  const viewer = await getViewer();
  const mayManage = can(viewer.role, 'key.manage');
  const bases = mayManage ? await listSignedUrlBases(openDeveloperContext(viewer)) : [];
  // Stands in one place, list or none: a dialog that moved would lose the secret that it shows.
  const create = <NewSignedUrlDialog create={createSignedUrlBaseAction} />;
  return (
    <div className="grid gap-6">
      <DevelopersHead />
      {mayManage ? (
        <div className="grid gap-3">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <h2 className="text-base font-semibold">Signed URLs</h2>
            {create}
          </div>
          {bases.length > 0 ? (
            <SignedUrlList
              bases={bases}
              appUrl={runtime().env.APP_URL}
              revoke={revokeSignedUrlBaseAction}
            />
          ) : (
            <EmptyState icon={Link2} title="No signed URLs yet">
              A signed URL starts a job when somebody opens it, and leads to its file: for links in
              pages and e-mails, without an API key in them.
            </EmptyState>
          )}
        </div>
      ) : (
        <NotForYou things="signed URLs" />
      )}
      <section aria-labelledby="sign" className="grid max-w-3xl gap-2">
        <h2 id="sign" className="text-base font-semibold">
          Sign a URL
        </h2>
        <p className="text-sm text-muted-foreground">
          With the official Node client, on your server:
        </p>
        <CodeLine label="Example" text={EXAMPLE} copyLabel="Copy example" />
      </section>
    </div>
  );
}
