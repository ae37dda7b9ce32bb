import { describe, expect, it } from 'vitest';
import type { Connection } from './connection.ts';
import { createPool } from './pool.ts';

const signal = new AbortController().signal;

function fakeConnections(refuseFrom = Number.POSITIVE_INFINITY) {
  const opened: { connection: Connection; lose: () => void; hang: (is: boolean) => void }[] = [];
  let asked = 0;
  const open = async (): Promise<Connection> => {
    asked += 1;
    if (asked >= refuseFrom) throw new Error('too many');
    const gone = new AbortController();
    let isHanging = false;
    const connection: Partial<Connection> = {
      gone: gone.signal,
      isSuspect: () => isHanging,
      end: () => gone.abort(),
    };
    const one = {
      connection: connection as Connection,
      lose: () => gone.abort(),
      hang: (is: boolean) => {
        isHanging = is;
      },
    };
    opened.push(one);
    return one.connection;
  };
  return { open, opened, asked: () => asked };
}

describe('connections', () => {
  it('are opened once for all that wait, and more only for many files', async () => {
    const { open, opened } = fakeConnections();
    const pool = createPool(open);
    const few = Array.from({ length: 16 }, () => pool.take(false, signal));
    const leases = await Promise.all(few);
    expect(opened).toHaveLength(1);
    leases.push(await pool.take(false, signal));
    await Promise.resolve();
    expect(opened).toHaveLength(2);
    for (let count = 0; count < 60; count++) leases.push(await pool.take(false, signal));
    expect(opened).toHaveLength(4);
    pool.end();
    expect(opened.every(({ connection }) => connection.gone.aborted)).toBe(true);
  });

  it('are each file’s own while it has much to send', async () => {
    const { open, opened } = fakeConnections();
    const pool = createPool(open);
    const leases = [];
    for (let count = 0; count < 5; count++) leases.push(await pool.take(true, signal));
    expect(new Set(leases.map(({ connection }) => connection)).size).toBe(4);
    leases[1]?.release();
    expect((await pool.take(true, signal)).connection).toBe(leases[1]?.connection);
    expect(opened).toHaveLength(4);
  });

  it('are shared where the server takes no more', async () => {
    const { open, opened, asked } = fakeConnections(2);
    const pool = createPool(open);
    for (let count = 0; count < 6; count++) await pool.take(true, signal);
    expect(opened).toHaveLength(1);
    expect(asked()).toBe(2);
  });

  it('are replaced when lost, and left alone while they may be hanging', async () => {
    const { open, opened } = fakeConnections();
    const pool = createPool(open);
    await pool.take(false, signal);
    opened[0]?.lose();
    expect((await pool.take(false, signal)).connection).toBe(opened[1]?.connection);
    opened[1]?.hang(true);
    expect((await pool.take(false, signal)).connection).toBe(opened[2]?.connection);
  });

  it('that cannot be opened fail those who wait; the next try is a new one', async () => {
    const { open, asked } = fakeConnections(1);
    const pool = createPool(open);
    await expect(pool.take(false, signal)).rejects.toThrow('too many');
    await expect(pool.take(false, signal)).rejects.toThrow('too many');
    expect(asked()).toBe(2);
  });

  it('are not waited for once the signal says so', async () => {
    const pool = createPool(() => new Promise(() => {}));
    const stop = new AbortController();
    const taking = pool.take(false, stop.signal);
    stop.abort(new Error('cancelled'));
    await expect(taking).rejects.toThrow('cancelled');
  });
});
