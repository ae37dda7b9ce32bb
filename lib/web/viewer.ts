import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { runtime } from '#lib/runtime.ts';
import { findMember, type Member } from '#lib/teams/find-member.ts';
import { clientFacts } from './client-facts.ts';
import { findLocalPath } from './local-path.ts';
import { findSession } from './session-cookie.ts';

/** Who looks at the page or sends the action, as the database knows them now. */
export type Viewer = Member & { ip: string | undefined; userAgent: string | undefined };

/** Asked once a request, however many parts of a page want to know. */
export const findViewer = cache(async (): Promise<Viewer | undefined> => {
  const claims = await findSession();
  const { db, clock } = runtime();
  const member = claims && (await findMember(db.prisma, clock, claims));
  return member && { ...member, ...(await clientFacts()) };
});

/** For pages: whoever is not signed in is sent to where they can, and comes back afterwards. */
export async function getViewer(): Promise<Viewer> {
  const viewer = await findViewer();
  if (viewer) return viewer;
  const here = findLocalPath((await headers()).get('x-slipway-path') ?? '');
  redirect(here ? `/sign-in?next=${encodeURIComponent(here)}` : '/sign-in');
}
