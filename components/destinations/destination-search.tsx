'use client';

import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState, useTransition } from 'react';
import { Input } from '#components/ui/input.tsx';
import { destinationsPath, readSearch } from './destination-query.ts';

/** Milliseconds of stillness after which what was typed is looked for. */
const PAUSE = 250;

/** A plain GET form; with script, it searches as one types. */
export function DestinationSearch({ search }: { search: string | undefined }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const [text, setText] = useState(search ?? '');
  const [last, setLast] = useState(search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const typing = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);
  // The address changed by other means: back, forward, "clear".
  if (search !== last) {
    setLast(search);
    if (readSearch(text) !== search) setText(search ?? '');
  }

  function go(value: string, step: 'push' | 'replace') {
    clearTimeout(timer.current);
    const wanted = readSearch(value);
    if (wanted !== search) start(() => router[step](destinationsPath(wanted), { scroll: false }));
  }

  function onType(value: string) {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      go(value, typing.current ? 'replace' : 'push');
      typing.current = true;
    }, PAUSE);
  }

  return (
    <search>
      <form
        action="/destinations"
        aria-busy={pending}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          go(text, 'push');
        }}
        className="relative sm:w-64"
      >
        <Search
          aria-hidden
          className="pointer-events-none absolute start-2 top-2 size-4 text-muted-foreground"
        />
        <Input
          data-search
          type="search"
          name="q"
          aria-label="Search destinations"
          placeholder="Name, place or notes"
          maxLength={200}
          autoComplete="off"
          value={text}
          onChange={(event) => onType(event.target.value)}
          onBlur={() => {
            typing.current = false;
          }}
          className="ps-8"
        />
      </form>
    </search>
  );
}
