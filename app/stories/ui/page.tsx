import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { Shell } from '#components/shell.tsx';
import { runtime } from '#lib/runtime.ts';
import { ControlStories } from './control-stories.tsx';
import { DisplayStories } from './display-stories.tsx';

export const metadata = { title: 'Primitives' };

async function signOut() {
  'use server';
}

/** Every primitive, in the theme of the reader and in both themes side by side. Not part of a release. */
export default async function UiStories() {
  await connection();
  const { env } = runtime();
  if (env.production && !env.STORIES) notFound();
  const serverTime = Date.now();
  const role = 'owner';
  return (
    <Shell
      user={{ name: 'Ada Lovelace', email: 'ada@example.com' }}
      team={{ name: 'Shipyard' }}
      role={role}
      may={['export', 'develop', 'audit']}
      serverTime={serverTime}
      signOut={signOut}
    >
      <h1 className="mb-4 text-xl font-semibold">Primitives</h1>
      <div className="grid gap-6 xl:grid-cols-2">
        {(['light', 'dark'] as const).map((theme) => (
          <section
            key={theme}
            data-theme={theme}
            aria-label={theme}
            className="grid min-w-0 content-start gap-6 rounded-lg border p-4"
          >
            <DisplayStories theme={theme} serverTime={serverTime} />
            <ControlStories />
          </section>
        ))}
      </div>
    </Shell>
  );
}
