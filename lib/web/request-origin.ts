import { headers } from 'next/headers';
import { runtime } from '#lib/runtime.ts';

/**
 * `https://host` for links that leave this server: APP_URL, else how whoever sent this request came
 * here. prepare-request.ts saw to it that the headers can be believed.
 */
export async function requestOrigin(): Promise<string> {
  const { APP_URL } = runtime().env;
  if (APP_URL) return APP_URL;
  const given = await headers();
  return `${given.get('x-forwarded-proto')}://${given.get('x-forwarded-host')}`;
}
