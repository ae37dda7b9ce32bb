import { z } from 'zod';

/** Some providers write truth as text. */
const Truth = z.union([
  z.boolean(),
  z.enum(['true', 'false']).transform((text) => text === 'true'),
]);
const Groups = z.union([z.array(z.string()), z.string().transform((text) => [text])]);

/** What a provider says of a person, in the words of OpenID Connect. The rest is not looked at. */
const Claims = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1),
  email: z.email().toLowerCase().optional().catch(undefined),
  email_verified: Truth.optional().catch(undefined),
  name: z.string().trim().optional().catch(undefined),
  groups: Groups.optional().catch(undefined),
});

export type OidcIdentity = {
  /** Who the provider is. */
  issuer: string;
  /** Issuer and subject, parted by a space: the one thing about a person that never changes. */
  subject: string;
  /** In lower case. Undefined unless the provider says that it saw to it that it is theirs. */
  verifiedEmail: string | undefined;
  name: string;
  groups: string[];
};

/** @throws Error when the claims do not even say who it is. */
export function readOidcIdentity(claims: unknown): OidcIdentity {
  const { iss, sub, email, email_verified, name, groups } = Claims.parse(claims);
  return {
    issuer: iss,
    subject: `${iss} ${sub}`,
    verifiedEmail: email_verified ? email : undefined,
    name: (name || email?.split('@')[0] || 'Somebody').slice(0, 100),
    groups: groups ?? [],
  };
}
