import { expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import { addressKey } from './address-key.ts';
import { createGuesses } from './guesses.ts';

const START = new Date('2026-03-01T12:00:00Z');

function begin() {
  const clock = testClock(START);
  const guesses = createGuesses(clock);
  /** Guesses once; the seconds to wait when it was too early. */
  const guess = (account: string, address: string): number => {
    try {
      guesses.count({ account, address });
      return 0;
    } catch (error) {
      return (error as { retryAfterSeconds: number }).retryAfterSeconds;
    }
  };
  return { clock, guesses, guess };
}

test('waits for one account grow, up to a minute, from wherever the guesses come', () => {
  const { clock, guess } = begin();
  for (let index = 0; index < 5; index++) expect(guess('ada', `a${index}`)).toBe(0);
  const waits: number[] = [];
  for (let round = 0; round < 6; round++) {
    const wait = guess('ada', `b${round}`);
    waits.push(wait);
    clock.advance(wait * 1000 - 1);
    expect(guess('ada', `c${round}`)).toBe(1);
    clock.advance(1);
    expect(guess('ada', `d${round}`)).toBe(0);
  }
  expect(waits).toEqual([5, 10, 20, 40, 60, 60]);
  expect(guess('bob', 'e')).toBe(0);
});

test('an address that tries many accounts waits too, up to a quarter of an hour', () => {
  const { clock, guess } = begin();
  for (let index = 0; index < 20; index++) expect(guess(`ada${index}`, 'here')).toBe(0);
  expect(guess('bob', 'here')).toBe(10);
  expect(guess('bob', 'elsewhere')).toBe(0);
  for (let index = 0; index < 12; index++) {
    clock.advance(900_000);
    guess(`eve${index}`, 'here');
  }
  expect(guess('bob', 'here')).toBe(900);
});

test('the wait is told in words', () => {
  const { clock, guesses, guess } = begin();
  for (let index = 0; index < 8; index++) {
    clock.advance(60_000);
    guess('ada', 'here');
  }
  const again = () => guesses.count({ account: 'ada', address: 'here' });
  expect(again).toThrow('Too many attempts. Try again in 40 s.');
});

test('a right guess is forgiven, but does not buy guesses at the accounts of others', () => {
  const { clock, guesses, guess } = begin();
  for (let index = 0; index < 4; index++) guess('ada', 'home');
  guesses.forgive({ account: 'ada', address: 'home' });
  for (let index = 0; index < 5; index++) expect(guess('ada', `x${index}`)).toBe(0);

  // Signs in to an account of their own before each guess at somebody else's, for an hour.
  const own = { account: 'eve', address: 'lair' };
  const until = START.getTime() + 3_600_000;
  let victims = 0;
  while (clock.now().getTime() < until) {
    const wait = guess(own.account, own.address);
    clock.advance(wait * 1000);
    if (wait > 0) continue;
    guesses.forgive(own);
    if (guess(`victim${victims}`, own.address) === 0) victims += 1;
  }
  expect(victims).toBeGreaterThanOrEqual(20);
  expect(victims).toBeLessThan(35);
});

test('guesses are forgotten after an hour', () => {
  const { clock, guess } = begin();
  for (let index = 0; index < 5; index++) guess('ada', 'here');
  clock.advance(61 * 60_000);
  for (let index = 0; index < 5; index++) expect(guess('ada', 'here')).toBe(0);
});

test('memory is bounded: the places left alone longest go first', () => {
  const { guess } = begin();
  for (let index = 0; index < 5; index++) guess('ada', `here${index}`);
  expect(guess('ada', 'there')).toBeGreaterThan(0);
  for (let index = 0; index < 20_001; index++) guess(`x${index}`, `y${index}`);
  expect(guess('ada', 'there')).toBe(0);
});

test('a household is one address, however many its machines have', () => {
  expect(addressKey('2001:db8:1:2:aaaa::1')).toBe(addressKey('2001:db8:1:2:bbbb::9'));
  expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
  expect(addressKey('::ffff:192.0.2.1')).toBe(addressKey('192.0.2.1'));
  expect(addressKey('192.0.2.1')).not.toBe(addressKey('192.0.2.2'));
  expect(addressKey(undefined)).toBe(addressKey('not an address'));
});
