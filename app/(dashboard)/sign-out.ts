'use server';

import { redirect } from 'next/navigation';
import { endSession } from '#lib/web/session-cookie.ts';

/** Nothing is asked: whoever has no session any more is signed out just the same. */
export async function signOut(): Promise<void> {
  await endSession();
  redirect('/sign-in');
}
