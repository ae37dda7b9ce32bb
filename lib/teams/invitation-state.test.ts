import { expect, test } from 'vitest';
import { closedInvitation, invitationState } from './invitation-state.ts';

const now = new Date('2026-03-01T12:00:00Z');
const earlier = new Date('2026-02-28T12:00:00Z');
const later = new Date('2026-03-02T12:00:00Z');
const OPEN = { acceptedAt: null, revokedAt: null, expiresAt: later };

test('an invitation is open until it is used or revoked, or its time is over', () => {
  expect(invitationState(OPEN, now)).toBe('open');
  expect(invitationState({ ...OPEN, acceptedAt: earlier, revokedAt: earlier }, now)).toBe('used');
  expect(invitationState({ ...OPEN, revokedAt: earlier }, now)).toBe('revoked');
  expect(invitationState({ ...OPEN, expiresAt: now }, now)).toBe('expired');
});

test('whoever comes too late is told why, and what to do', () => {
  for (const state of ['used', 'revoked', 'expired'] as const) {
    const { code, message } = closedInvitation(state);
    expect(code).toBe('GONE');
    expect(message).toContain(state);
    expect(message).toMatch(/a new one/);
  }
});
