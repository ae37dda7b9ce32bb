'use client';

import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState, useTransition } from 'react';
import { Input } from '#components/ui/input.tsx';
import { LONGEST_SEARCH, readSearch } from './search-query.ts';

/** Milliseconds of stillness after which what was typed is looked for. */
const PAUSE = 250;
type SearchBoxProps = {
  search: string | undefined;
  /** The page that searches, and what else its address says. */
  action: string;
  hidden?: Readonly<Record<string, string | undefined>>;
  pathOf: (search: string | undefined) => string;
  label: string;
  placeholder: string;
};

/** A plain GET form; with script, it searches as one types. */
export function SearchBox(props: SearchBoxProps) {
  const { search, action, hidden = {}, pathOf, label, placeholder } = props;
  const router = useRouter();
  const [pending, start] = useTransition();
  const [text, setText] = useState(search ?? '');
  const [last, setLast] = useState(search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** The first change of a spell of typing is a step that "back" can undo; the rest belong to it. */
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
    if (wanted !== search) start(() => router[step](pathOf(wanted), { scroll: false }));
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
        action={action}
        aria-busy={pending}
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          // As it stands there: of what was typed before the page listened, the state knows nothing.
          go(String(new FormData(event.currentTarget).get('q')), 'push');
        }}
        className="relative sm:w-64"
      >
        {Object.entries(hidden).map(
          ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
        )}
        <Search
          aria-hidden
          className="pointer-events-none absolute start-2 top-2 size-4 text-muted-foreground"
        />
        <Input
          data-search
          type="search"
          name="q"
          aria-label={label}
          placeholder={placeholder}
          maxLength={LONGEST_SEARCH}
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
