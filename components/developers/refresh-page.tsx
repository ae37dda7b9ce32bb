'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Milliseconds. */
const FAST = 2_000;
const SLOW = 15_000;

/** Reads the page anew now and then, while somebody looks: often while something is on its way. */
export function RefreshPage({ waiting }: { waiting: boolean }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(
      () => {
        if (document.visibilityState === 'visible') router.refresh();
      },
      waiting ? FAST : SLOW,
    );
    return () => clearInterval(timer);
  }, [router, waiting]);
  return null;
}
