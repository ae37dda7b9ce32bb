'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** `https://host` as the reader's browser knows it; empty while the server draws the page. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  );
}
