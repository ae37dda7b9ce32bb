import { describe, expect, it } from 'vitest';
import { Failure } from '#lib/errors.ts';
import { createGate, type Lane, RATE, type Trouble } from './gate.ts';

/** A gate whose time passes only while somebody sleeps. */
function setUp() {
  let time = 1_000_000;
  const troubles: (Trouble | undefined)[] = [];
  const gate = createGate({
    now: () => time,
    // Those who sleep together wake in the order of their times, as with timers.
    sleep: async (ms) => {
      const until = time + ms;
      await Promise.resolve();
      time = Math.max(time, until);
    },
    onTrouble: (trouble) => troubles.push(trouble),
  });
  return {
    gate,
    troubles,
    now: () => time,
    pass(ms: number) {
      time += ms;
    },
    /** Sends one after the other. @returns when each went, in milliseconds from the first. */
    async times(lane: Lane, count: number, rate?: { limit: number; remaining: number }) {
      const sent: number[] = [];
      for (let i = 0; i < count; i++) {
        await gate.pass(lane, async (note) => {
          if (rate) note(rate);
          sent.push(time);
        });
      }
      return sent.map((at) => at - (sent[0] ?? 0));
    },
  };
}

const fail = (code: 'RATE_LIMITED' | 'CONNECTION_DOWN', seconds?: number) => async () => {
  throw new Failure(code, `said ${code}`, { retryAfterSeconds: seconds });
};

describe('the pace', () => {
  it('lets the watcher ask twice a second and no more', async () => {
    const { times } = setUp();
    const sent = await times('watch', 60);
    expect(sent.at(-1)).toBeGreaterThanOrEqual((59 / RATE) * 1000 - 1);
  });

  it('lets pages be ahead for a while, and holds them to the same pace in the long run', async () => {
    const { gate, pass, now } = setUp();
    const began = now();
    let sent = 0;
    let refused = 0;
    const page = () =>
      gate
        .pass('page', async () => {
          sent += 1;
        })
        .catch((error: Failure) => {
          expect(error.code).toBe('RATE_LIMITED');
          refused += 1;
        });
    for (let second = 0; second < 60; second++) {
      await Promise.all(Array.from({ length: 10 }, page));
      pass(1_000);
    }
    const most = 10 + ((now() - began) / 1000) * RATE;
    expect(sent).toBeLessThanOrEqual(most + 1);
    expect(sent).toBeGreaterThan(60 * RATE);
    expect(refused + sent).toBe(600);
  });

  it('does not keep somebody waiting who pressed something', async () => {
    const { times } = setUp();
    expect((await times('act', 100)).at(-1)).toBe(0);
  });

  it('keeps no page waiting because somebody uploads a hundred files', async () => {
    const { times, gate, now } = setUp();
    await times('act', 100);
    const began = now();
    await gate.pass('page', async () => {});
    expect(now()).toBe(began);
  });

  it('leaves the last requests of a minute to people', async () => {
    const { times } = setUp();
    const plenty = await times('watch', 5, { limit: 100, remaining: 90 });
    const few = await setUp().times('watch', 5, { limit: 100, remaining: 3 });
    expect(few.at(-1)).toBeGreaterThan(5 * (plenty.at(-1) ?? 0));
  });

  it('sends a few at a time', async () => {
    const gate = createGate();
    let active = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 30 }, () =>
        gate.pass('act', async () => {
          most = Math.max(most, ++active);
          await new Promise((resolve) => setImmediate(resolve));
          active -= 1;
        }),
      ),
    );
    expect(most).toBeLessThanOrEqual(6);
  });
});

describe('Retry-After', () => {
  it('holds everybody back, and sends again once it has passed', async () => {
    const { gate, now } = setUp();
    const began = now();
    const sent: number[] = [];
    await gate.pass('act', async () => {
      sent.push(now() - began);
      if (sent.length === 1) await fail('RATE_LIMITED', 4)();
    });
    expect(sent).toEqual([0, 4_000]);
  });

  it('is not waited for when it is longer than somebody would wait', async () => {
    const { gate } = setUp();
    await expect(gate.pass('act', fail('RATE_LIMITED', 600))).rejects.toThrow('said RATE_LIMITED');
    await expect(gate.pass('act', async () => 'sent')).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 600,
    });
    expect(gate.pause()).toBe(600_000);
  });
});

describe('trouble', () => {
  it('is told once when it begins and once when it ends, and keeps pages from waiting', async () => {
    const { gate, troubles, pass } = setUp();
    const down = fail('CONNECTION_DOWN');
    await expect(gate.pass('act', down)).rejects.toThrow('said CONNECTION_DOWN');
    await expect(gate.pass('act', down)).rejects.toThrow();
    let asked = false;
    const page = gate.pass('page', async () => {
      asked = true;
    });
    await expect(page).rejects.toThrow('said CONNECTION_DOWN');
    expect(asked).toBe(false);
    expect(troubles).toMatchObject([{ code: 'CONNECTION_DOWN', message: 'said CONNECTION_DOWN' }]);
    pass(gate.pause());
    await gate.pass('page', async () => {});
    expect(gate.trouble()).toBeUndefined();
    expect(troubles).toHaveLength(2);
    expect(troubles[1]).toBeUndefined();
  });

  it('is asked about after growing pauses', async () => {
    const { gate, pass } = setUp();
    const pauses: number[] = [];
    for (let i = 0; i < 9; i++) {
      await gate.pass('watch', fail('CONNECTION_DOWN')).catch(() => {});
      pauses.push(gate.pause());
      pass(gate.pause());
    }
    expect(pauses.slice(0, 3)).toEqual([2_000, 4_000, 8_000]);
    expect(pauses.at(-1)).toBe(120_000);
  });

  it('does not come from what was asked for', async () => {
    const { gate, troubles } = setUp();
    const refused = gate.pass('act', async () => {
      throw new Failure('INVALID_DATA');
    });
    await expect(refused).rejects.toThrow();
    expect(gate.trouble()).toBeUndefined();
    expect(troubles).toEqual([]);
  });
});
