import { type Azurite, startAzurite } from './azurite.ts';
import { type Ceph, startCeph } from './ceph.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { type Google, startGoogle } from './google.ts';
import { type Nginx, startNginx } from './nginx.ts';
import { openRun, type Run } from './run.ts';
import { type Sshd, startSshd } from './sshd.ts';
import { type Swift, startSwift } from './swift.ts';

type Start<T> = (run: Run, certificates: Certificates) => Promise<T>;

const SERVERS = {
  ceph: startCeph as Start<Ceph>,
  swift: startSwift as Start<Swift>,
  azurite: startAzurite as Start<Azurite>,
  google: startGoogle as Start<Google>,
  sshd: startSshd as Start<Sshd>,
  nginx: startNginx as Start<Nginx>,
};

export type ServerName = keyof typeof SERVERS;
/** Plain data: it is handed to other processes. */
export type Servers = { [Name in ServerName]: Awaited<ReturnType<(typeof SERVERS)[Name]>> };
export type Started<Name extends ServerName = ServerName> = {
  servers: Pick<Servers, Name>;
  certificates: Certificates;
  stop(): Promise<void>;
};

export const SERVER_NAMES = Object.keys(SERVERS) as ServerName[];

/** Starts servers side by side, all or none. @throws Error of the first that did not start. */
export async function startTargets<Name extends ServerName>(
  names: readonly Name[],
): Promise<Started<Name>> {
  const run = await openRun();
  try {
    const certificates = await makeCertificates(run);
    const started = await Promise.all(
      names.map(async (name) => [name, await SERVERS[name](run, certificates)] as const),
    );
    const servers = Object.fromEntries(started) as Pick<Servers, Name>;
    return { servers, certificates, stop: run.stop };
  } catch (error) {
    await run.stop();
    throw error;
  }
}
