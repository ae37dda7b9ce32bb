import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { Shell } from '#components/shell.tsx';
import { runtime } from '#lib/runtime.ts';
import { DestinationStories } from './destination-stories.tsx';

export const metadata = { title: 'Parts of destinations' };

async function signOut() {
  'use server';
}

/** What destinations are made of besides their form. Not part of a release. */
export default async function DestinationStoriesPage() {
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
      <h1 className="mb-4 text-xl font-semibold">Parts of destinations</h1>
      <div className="grid max-w-3xl min-w-0 gap-6">
        <DestinationStories serverTime={serverTime} />
      </div>
    </Shell>
  );
}
