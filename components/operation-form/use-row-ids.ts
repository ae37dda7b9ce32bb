'use client';

import { useRef } from 'react';

/**
 * Ids for rows that have none of their own, so that a row keeps its input, and the input its focus,
 * when rows before it come or go.
 */
export function useRowIds(count: number): {
  list: readonly number[];
  insert: (at: number, many: number) => void;
  remove: (at: number) => void;
} {
  const state = useRef<{ list: number[]; next: number }>({ list: [], next: 0 });
  const { current } = state;
  const make = (many: number) => Array.from({ length: Math.max(0, many) }, () => current.next++);
  // Rows that came from elsewhere (a reset, a filled document) are at the end.
  if (current.list.length < count) current.list.push(...make(count - current.list.length));
  if (current.list.length > count) current.list.length = count;
  return {
    list: current.list,
    insert: (at, many) => current.list.splice(at, 0, ...make(many)),
    remove: (at) => current.list.splice(at, 1),
  };
}
