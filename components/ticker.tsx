'use client';

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { browserPage, createTicker, type Ticker } from '#lib/ui/ticker.ts';

type TickerContextValue = { ticker: Ticker; firstTime: number };
const TickerContext = createContext<TickerContextValue | null>(null);

type TickerProviderProps = {
  /** The server's clock in milliseconds when it rendered the page. */
  serverTime: number;
  children: ReactNode;
};

/** Holds the page's one ticker. Everything below may count; all of it changes in the same moment. */
export function TickerProvider({ serverTime, children }: TickerProviderProps) {
  const [value] = useState(() => ({
    ticker: createTicker(serverTime, browserPage),
    firstTime: serverTime,
  }));
  // A refresh renders the provider anew with a newer time.
  useEffect(() => value.ticker.sync(serverTime), [value, serverTime]);
  return <TickerContext value={value}>{children}</TickerContext>;
}

function useTickerContext(): TickerContextValue {
  const value = useContext(TickerContext);
  if (!value) throw new Error('A TickerProvider must stand above whatever counts.');
  return value;
}

/** For those who poll: `sync(serverTime)` with every answer that carries the server's time. */
export function useClockSync(): (serverTime: number) => void {
  return useTickerContext().ticker.sync;
}

/**
 * What `select` makes of the server's time in milliseconds. Renders again only when that changes, so
 * a list of a hundred "3 h 12 min" stays still between minutes. Return a string, number or boolean.
 */
export function useClock<T extends string | number | boolean>(select: (now: number) => T): T {
  const { ticker, firstTime } = useTickerContext();
  return useSyncExternalStore(
    ticker.subscribe,
    useCallback(() => select(ticker.read()), [ticker, select]),
    // The first render in the browser must say what the server said.
    useCallback(() => select(firstTime), [firstTime, select]),
  );
}

const itself = (now: number) => now;

/** The server's time in milliseconds, anew every second. */
export function useNow(): number {
  return useClock(itself);
}
