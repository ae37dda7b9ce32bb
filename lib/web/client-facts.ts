import { headers } from 'next/headers';

export type ClientFacts = { ip: string | undefined; userAgent: string | undefined };

/** Where the request came from; prepare-request.ts saw to it that the address can be believed. */
export async function clientFacts(): Promise<ClientFacts> {
  const given = await headers();
  return {
    ip: given.get('x-forwarded-for') ?? undefined,
    userAgent: given.get('user-agent') ?? undefined,
  };
}
