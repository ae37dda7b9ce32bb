'use client';

import { useEffect } from 'react';

/**
 * All tabs of a browser share one session, so all look at one team. A page that is drawn for another
 * team than one drawn before tells the others, and they start anew.
 */
export function useTeamFollow(teamId: string | undefined): void {
  useEffect(() => {
    if (!teamId) return;
    const channel = new BroadcastChannel('slipway-team');
    channel.onmessage = ({ data }) => {
      if (data !== teamId) window.location.assign('/exports');
    };
    channel.postMessage(teamId);
    return () => channel.close();
  }, [teamId]);
}
