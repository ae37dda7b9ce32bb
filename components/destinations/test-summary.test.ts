import { expect, test } from 'vitest';
import type { ProbeState, ProbeStep } from '#lib/engine/probe/report.ts';
import { testSummary } from './test-summary.ts';

const step = (title: string, state: ProbeState, took = 100): ProbeStep => ({
  ...{ id: title, title, state, took },
});

test('all passed', () => {
  expect(testSummary([step('Reach', 'passed'), step('Store', 'passed', 1100)])).toBe(
    'The test passed in 1.2 s.',
  );
});

test('some of it is not permitted', () => {
  expect(testSummary([step('Store', 'passed'), step('Remove', 'not-permitted')])).toBe(
    'The test passed in 200 ms. 1 step was not permitted, which deliveries do not need.',
  );
});

test('what does not apply is no failure', () => {
  expect(testSummary([step('Reach', 'passed'), step('Send', 'skipped', 0)])).toBe(
    'The test passed in 100 ms.',
  );
});

test('one failed', () => {
  const steps = [
    step('Reach', 'passed'),
    step('Sign in', 'failed'),
    step('Store', 'skipped', 0),
    step('Remove', 'skipped', 0),
  ];
  expect(testSummary(steps)).toBe(
    'The test failed at “Sign in” after 200 ms. 2 steps were not tried.',
  );
});
