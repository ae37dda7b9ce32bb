'use client';

import { useCallback } from 'react';
import { useTimeZone } from '#components/local-time.tsx';
import { useClock } from '#components/ticker.tsx';
import {
  Collapsible,
  CollapsibleContent,
  CollapsibleTrigger,
} from '#components/ui/collapsible.tsx';
import { Sentence } from '#components/ui/sentence.tsx';
import type { DeliveryAttempt } from '#lib/exports/types.ts';
import { formatDuration } from '#lib/ui/duration.ts';
import { formatFullTime } from '#lib/ui/local-time.ts';
import { plural } from '#lib/ui/plural.ts';
import { RawAnswer } from './raw-answer.tsx';

/** Every try of a file that failed: when, why, and when it was tried again. */
export function DeliveryAttempts({ attempts }: { attempts: DeliveryAttempt[] }) {
  return (
    <Collapsible className="grid min-w-0 gap-1">
      <CollapsibleTrigger className="min-h-6 w-fit text-xs text-muted-foreground">
        {plural(attempts.length, 'failed attempt')}
      </CollapsibleTrigger>
      <CollapsibleContent>
        <ol className="grid gap-2 border-s ps-3">
          {attempts.map((attempt) => (
            <li key={attempt.at} className="grid min-w-0 gap-0.5 text-xs">
              <span className="flex flex-wrap gap-x-2">
                <SecondsTime at={attempt.at} />
                <code>{attempt.code}</code>
              </span>
              <span className="wrap-anywhere">
                <Sentence text={attempt.message} />
              </span>
              <span className="text-muted-foreground">
                {attempt.retryAt ? (
                  <>
                    Tried again at <SecondsTime at={attempt.retryAt} />
                  </>
                ) : (
                  'Not tried again'
                )}
              </span>
              {attempt.details && <RawAnswer text={attempt.details} />}
            </li>
          ))}
        </ol>
      </CollapsibleContent>
    </Collapsible>
  );
}

/** `next try in 00:12`, then nothing: by then it is being tried. */
export function NextTry({ attempt }: { attempt: DeliveryAttempt }) {
  const at = attempt.retryAt ? Date.parse(attempt.retryAt) : 0;
  const left = useClock(useCallback((now) => (now >= at ? '' : formatDuration(at - now)), [at]));
  if (left === '') return null;
  return (
    <span>
      Next try in <span role="timer">{left}</span>
    </span>
  );
}

/** Tries are seconds apart. */
function SecondsTime({ at }: { at: string }) {
  const timeZone = useTimeZone();
  const full = formatFullTime(Date.parse(at), timeZone ? { timeZone } : {});
  return (
    <time dateTime={at} title={full}>
      {/\d\d:\d\d:\d\d/.exec(full)?.[0]}
    </time>
  );
}
