import type { HostKey } from '#lib/operations/host-key.ts';
import type { Egress } from '../../egress.ts';
import type { Connection } from './connection.ts';
import { openConnection } from './open-connection.ts';
import type { Settings } from './settings.ts';

/** One connection on its way. What comes later fails with what came first. */
export type Opening = {
  connected: Promise<void>;
  /** The key that the server showed and that is taken. */
  hostKey: Promise<HostKey>;
  /** All keys that it showed, the one that it prefers first. */
  shown: readonly HostKey[];
  connection: Promise<Connection>;
};

/**
 * Opens one connection and tells how far it got: servers count those that come and go without signing
 * in, and shut out who makes many. Each promise fails with Failure, classified, or the signal's reason.
 */
export function openInSteps(
  settings: Settings,
  { egress, signal }: { egress: Egress; signal: AbortSignal },
): Opening {
  const connected = Promise.withResolvers<void>();
  const hostKey = Promise.withResolvers<HostKey>();
  const shown: HostKey[] = [];
  const connection = openConnection(settings, {
    egress,
    signal,
    watch: {
      connected: connected.resolve,
      shown({ type, sha256 }, fits) {
        const key = { type, fingerprint: sha256 };
        shown.push(key);
        if (fits) hostKey.resolve(key);
      },
    },
  });
  connection.catch((error: unknown) => {
    connected.reject(error);
    hostKey.reject(error);
  });
  for (const { promise } of [connected, hostKey]) promise.catch(() => {});
  return { connected: connected.promise, hostKey: hostKey.promise, shown, connection };
}
