/** What signing in gave. Holds a token: never log it. */
export type Grant = {
  token: string;
  /** The account in the object store, without a slash at its end. */
  storageUrl: string;
  project: string | undefined;
  /** Its time to be renewed, by `performance.now()`; undefined when the cloud does not say. */
  renewAt: number | undefined;
};

/** Renewed this long before its end, so that it does not end under a request. Milliseconds. */
const EARLY = 60_000;

/** @param lifetime of a token, in milliseconds; NaN when it is not known. */
export function renewalTime(lifetime: number): number | undefined {
  if (!(lifetime > 0)) return undefined;
  return performance.now() + lifetime - Math.min(EARLY, lifetime / 4);
}

/** Milliseconds. Both times are of the cloud's clock, so that ours may be wrong. ISO. */
export function lifetimeOf(issued: unknown, expires: unknown): number {
  return Date.parse(`${expires}`) - Date.parse(`${issued}`);
}

export type Grants = {
  /** A grant that is good for a while. */
  get(): Promise<Grant>;
  /** A new one, in place of one that the object store no longer takes. */
  renew(stale: Grant): Promise<Grant>;
};

/** Signs in when first asked to, and once for all who ask at a time. */
export function createGrants(signIn: () => Promise<Grant>): Grants {
  let current: Promise<Grant> | undefined;
  /** What `current` gave; undefined as long as signing in goes on. */
  let held: Grant | undefined;
  const begin = (): Promise<Grant> => {
    held = undefined;
    const signing = signIn();
    current = signing;
    signing.then(
      (grant) => {
        if (current === signing) held = grant;
      },
      () => {
        // The next to ask may have more luck.
        if (current === signing) current = undefined;
      },
    );
    return signing;
  };
  const renew = (stale: Grant): Promise<Grant> => (current && held !== stale ? current : begin());
  return {
    async get() {
      const grant = await (current ?? begin());
      return performance.now() < (grant.renewAt ?? Number.POSITIVE_INFINITY) ? grant : renew(grant);
    },
    renew,
  };
}
