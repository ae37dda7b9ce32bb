import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { OutgoingFile } from '../../delivery/target.ts';
import { createBudget } from './budget.ts';
import type { Connection } from './connection.ts';
import { sendBytes } from './send-bytes.ts';

type Write = { at: number; length: number; done: (error?: Error) => void };

/** Six writes of 10 bytes, three at a time; the test answers them. */
function begin({ from = 0, save = async () => {} }: { from?: number; save?: () => Promise<void> }) {
  const writes: Write[] = [];
  const stop = new AbortController();
  const suspected: (() => boolean)[] = [];
  const connection: Partial<Connection> = {
    budget: createBudget(30),
    sftp: {
      maxWrite: 10,
      write: (_: Buffer, chunk: Buffer, at: number, done: Write['done']) =>
        writes.push({ at, length: chunk.length, done }),
    } as unknown as Connection['sftp'],
    suspect: (isAnswered) => suspected.push(isAnswered),
  };
  const progress: number[] = [];
  const saved: number[] = [];
  let source: Readable | undefined;
  const file: Partial<OutgoingFile> = {
    size: 60,
    open: async (range) => {
      source = Readable.from([Buffer.alloc(25), Buffer.alloc(35 - (range?.start ?? 0))]);
      return source;
    },
  };
  const running = sendBytes({
    line: { connection: connection as Connection, signal: stop.signal },
    handle: Buffer.from('h'),
    file: file as OutgoingFile,
    from,
    checkpointEvery: 20,
    progress: (bytes) => progress.push(bytes),
    sync: async () => {},
    save: async (acknowledged) => {
      saved.push(acknowledged);
      await save();
    },
  });
  running.catch(() => {});
  return { running, writes, progress, saved, stop, suspected, source: () => source };
}

const settle = async () => {
  for (let count = 0; count < 20; count++) await turn();
};

async function answerAll({ writes }: { writes: Write[] }): Promise<void> {
  await settle();
  for (let next = writes.shift(); next; next = writes.shift()) {
    next.done();
    await settle();
  }
}

describe('sending', () => {
  it('has no more under way than there is room for', async () => {
    const sending = begin({});
    await settle();
    expect(sending.writes.map(({ at, length }) => [at, length])).toEqual([
      [0, 10],
      [10, 10],
      [20, 5],
    ]);
    await answerAll(sending);
    await sending.running;
    expect(sending.progress.at(-1)).toBe(60);
  });

  it('counts as arrived only what has no gap before it', async () => {
    const sending = begin({});
    await settle();
    const [first, second, third] = sending.writes.splice(0);
    third?.done();
    second?.done();
    expect(sending.progress).toEqual([0, 0]);
    first?.done();
    expect(sending.progress.at(-1)).toBe(25);
    await answerAll(sending);
    await sending.running;
    expect(sending.saved[0]).toBe(25);
  });

  it('begins where it is told to', async () => {
    const sending = begin({ from: 20 });
    await settle();
    expect(sending.writes[0]?.at).toBe(20);
    await answerAll(sending);
    await sending.running;
  });

  it('ends with the first refusal, and reads no further', async () => {
    const sending = begin({});
    await settle();
    sending.writes[0]?.done(new Error('disk full'));
    await expect(sending.running).rejects.toThrow('disk full');
    expect(sending.source()?.destroyed).toBe(true);
  });

  it('ends when what has arrived cannot be noted', async () => {
    const sending = begin({ save: () => Promise.reject(new Error('another run has it')) });
    await answerAll(sending);
    await expect(sending.running).rejects.toThrow('another run has it');
  });

  it('ends at once when it is told to, and has the connection looked at', async () => {
    const sending = begin({});
    await settle();
    const reason = new Error('cancelled');
    sending.stop.abort(reason);
    await expect(sending.running).rejects.toBe(reason);
    expect(sending.source()?.destroyed).toBe(true);
    expect(sending.suspected.map((isAnswered) => isAnswered())).toEqual([false]);
  });
});
