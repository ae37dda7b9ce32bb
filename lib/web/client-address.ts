import { headers } from 'next/headers';

/** Where the request came from; prepare-request.ts saw to it that this header can be believed. */
export async function clientAddress(): Promise<string | undefined> {
  return (await headers()).get('x-forwarded-for') ?? undefined;
}
