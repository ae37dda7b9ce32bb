'use client';

import { useState } from 'react';
import type { ExportDetail } from '#lib/exports/types.ts';
import { nextPace, type Pace } from './track-pace.ts';

type Paces = { at: number; whole: Pace; files: ReadonlyMap<number, Pace> };

/** How fast the export goes, and each of its files by position; counted with every answer of a poll. */
export function usePaces(detail: ExportDetail): Paces {
  const [paces, setPaces] = useState<Paces>(() => lookAt(detail, undefined));
  if (Date.parse(detail.now) <= paces.at) return paces;
  const next = lookAt(detail, paces);
  setPaces(next);
  return next;
}

function lookAt(detail: ExportDetail, before: Paces | undefined): Paces {
  const at = Date.parse(detail.now);
  const sending = detail.deliveries?.rows.filter(({ status }) => status === 'sending') ?? [];
  return {
    at,
    whole: nextPace(before?.whole, detail.bytesDone, at),
    files: new Map(
      sending.map(({ position, bytes }) => [
        position,
        nextPace(before?.files.get(position), bytes, at),
      ]),
    ),
  };
}
