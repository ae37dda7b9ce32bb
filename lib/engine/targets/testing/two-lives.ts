import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { BreakingProxy } from '../../../../e2e/targets/breaking-proxy.ts';
import type { Suite } from './suite.ts';

/** What the worker is told, as JSON. */
export type WorkOrder = {
  dataDir: string;
  partSize: number;
  /** The task to go on with, or what to begin. */
  work: { taskId: string } | { operation: string; options: Record<string, unknown>; file: string };
};

/** Milliseconds for both lives. */
const WITHIN = 60_000;

/**
 * Delivers a file by a worker of its own process, kills that when the proxy has stalled, and lets
 * another one go on. @throws Error when the second does not finish.
 */
export async function deliverInTwoLives(
  { rig }: Suite,
  { name, bytes, proxy }: { name: string; bytes: Buffer; proxy: BreakingProxy },
): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'slipway-lives-'));
  const first = new AbortController();
  const second = new AbortController();
  try {
    const file = path.join(dataDir, 'source.bin');
    await writeFile(file, bytes);
    const options = { ...rig.optionsFor(name), ...rig.through(proxy.port, name) };
    const order = { dataDir, partSize: rig.partSize };
    const { lines, ended } = startWorker(
      { ...order, work: { operation: rig.operation.id, options, file } },
      first.signal,
    );
    const taskId = await nextLine(lines);
    await proxy.stalled();
    first.abort();
    await ended;
    proxy.cut();
    const again = startWorker({ ...order, work: { taskId } }, second.signal);
    const outcome = await nextLine(again.lines);
    if (outcome !== 'finished') throw new Error(`The second worker ended it with: ${outcome}`);
    await again.ended;
  } finally {
    first.abort();
    second.abort();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function startWorker(order: WorkOrder, signal: AbortSignal) {
  const script = path.join(import.meta.dirname, 'worker.ts');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, JSON.stringify(order)],
    { stdio: ['ignore', 'pipe', 'inherit'], signal, killSignal: 'SIGKILL', timeout: WITHIN },
  );
  child.on('error', () => {});
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return { lines: linesOf(child), ended };
}

function linesOf(child: ChildProcess): AsyncIterator<string> {
  if (!child.stdout) throw new Error('The worker has no output.');
  return createInterface({ input: child.stdout })[Symbol.asyncIterator]();
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error('The worker ended without a word.');
  return value;
}
