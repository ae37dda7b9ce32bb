import type { TestProject } from 'vitest/node';
import { SERVER_NAMES, type Started, startTargets } from './start-targets.ts';
import { ensureTargetPackages } from './target-packages.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The servers that run as long as the tests do. */
    targets: Pick<Started, 'servers' | 'certificates'>;
  }
}

/** Starts the servers once for all files of the project `targets`. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  ensureTargetPackages();
  const began = performance.now();
  const { stop, servers, certificates } = await startTargets(SERVER_NAMES);
  console.log(`The servers of the targets started in ${seconds(began)} s.`);
  // As an administrator would: read when a process starts, for all of its threads.
  process.env.NODE_EXTRA_CA_CERTS = certificates.ca;
  provide('targets', { servers, certificates });
  return stop;
}

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);
