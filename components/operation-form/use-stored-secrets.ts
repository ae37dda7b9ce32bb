'use client';

import { useMemo, useState } from 'react';
import type { SecretState } from '#lib/destinations/types.ts';

export type StoredMode = 'keep' | 'replace' | 'clear';

/** Secrets that are stored: what is known of each, and what is to become of it. */
export type StoredSecrets = {
  find: (name: string) => (SecretState & { mode: StoredMode }) | undefined;
  set: (name: string, mode: StoredMode) => void;
};

export function useStoredSecrets(stored: Readonly<Record<string, SecretState>> = NONE): {
  secrets: StoredSecrets;
  /** Names of those that stay as they are. */
  kept: string[];
} {
  const [modes, setModes] = useState<Record<string, StoredMode>>({});
  const kept = useMemo(
    () => Object.keys(stored).filter((name) => (modes[name] ?? 'keep') === 'keep'),
    [stored, modes],
  );
  const secrets = useMemo<StoredSecrets>(
    () => ({
      find(name) {
        const state = stored[name];
        return state && { ...state, mode: modes[name] ?? 'keep' };
      },
      set: (name, mode) => setModes((before) => ({ ...before, [name]: mode })),
    }),
    [stored, modes],
  );
  return { secrets, kept };
}

const NONE: Readonly<Record<string, SecretState>> = {};
