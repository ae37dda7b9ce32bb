/** What signing in gave. Holds a token: never log it. */
export type Grant = {
  token: string;
  /** The account in the object store, without a slash at its end. */
  storageUrl: string;
  project: string | undefined;
  /** On the clock of `performance.now()`; undefined when the cloud does not say. */
  expiresAt: number | undefined;
};

/** Renewed this long before its end, so that it does not end under a request. Milliseconds. */
const EARLY = 60_000;

/** Both times are of the cloud's clock, so that ours may be wrong. ISO. */
export function expiryOf(issued: unknown, expires: unknown): number | undefined {
  const ms = Date.parse(`${expires}`) - Date.parse(`${issued}`);
  return Number.isFinite(ms) && ms > 0 ? performance.now() + ms : undefined;
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
  const begin = (): Promise<Grant> => {
    const signing = signIn();
    current = signing;
    // The next to ask may have more luck.
    signing.catch(() => {
      if (current === signing) current = undefined;
    });
    return signing;
  };
  return {
    async get() {
      const grant = await (current ?? begin());
      const left = (grant.expiresAt ?? Number.POSITIVE_INFINITY) - performance.now();
      return left > EARLY ? grant : this.renew(grant);
    },
    async renew(stale) {
      const held = await current?.catch(() => undefined);
      return held && held !== stale && current ? current : begin();
    },
  };
}
