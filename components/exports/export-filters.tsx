'use client';

import { Search, X } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import type { ExportFilter } from '#lib/exports/types.ts';
import { cn } from '#lib/ui/cn.ts';
import { filterQuery, isFiltered, LONGEST_TEXT, readFilter } from './filter-query.ts';

/** Milliseconds of stillness after which what was typed is looked for. */
const PAUSE = 250;

type Choice = { id: string; label: string };
type ExportFiltersProps = {
  filter: ExportFilter;
  operations: Choice[];
  people: Choice[];
};

const STATUSES: Choice[] = [
  { id: 'waiting', label: 'Waiting' },
  { id: 'processing', label: 'Processing' },
  { id: 'finished', label: 'Finished' },
  { id: 'error', label: 'Error' },
];

/** A plain GET form that needs no script; with it, every change applies by itself. */
export function ExportFilters({ filter, operations, people }: ExportFiltersProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** The first change of a spell of typing is a step that "back" can undo; the rest belong to it. */
  const typing = useRef(false);
  const [pending, start] = useTransition();
  const [text, setText] = useFollowing(filter.text ?? '');
  useEffect(() => () => clearTimeout(timer.current), []);

  function apply(step: 'push' | 'replace') {
    clearTimeout(timer.current);
    if (!form.current) return;
    const data = new FormData(form.current);
    const next = readFilter((name) => data.get(name)?.toString());
    const query = filterQuery(next).toString();
    if (query === filterQuery(filter).toString()) return;
    start(() => router[step](query ? `/exports?${query}` : '/exports', { scroll: false }));
  }

  function onType(value: string) {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      apply(typing.current ? 'replace' : 'push');
      typing.current = true;
    }, PAUSE);
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    apply('push');
  }

  return (
    <search>
      <form
        ref={form}
        action="/exports"
        onSubmit={onSubmit}
        aria-busy={pending}
        className={cn(
          'grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap',
          pending && 'opacity-70',
        )}
      >
        <span className="relative col-span-2 sm:w-64">
          <Search
            aria-hidden
            className="pointer-events-none absolute start-2 top-2 size-4 text-muted-foreground"
          />
          <Input
            data-search
            type="search"
            name="q"
            aria-label="Search exports by file name or id"
            placeholder="File name or id"
            maxLength={LONGEST_TEXT}
            autoComplete="off"
            value={text}
            onChange={(event) => onType(event.target.value)}
            onBlur={() => {
              typing.current = false;
            }}
            className="ps-8"
          />
        </span>
        <Filter
          name="status"
          label="Status"
          none="Any status"
          value={filter.status}
          choices={STATUSES}
          onPick={() => apply('push')}
        />
        <Filter
          name="operation"
          label="Operation"
          none="Any operation"
          value={filter.operation}
          choices={operations}
          onPick={() => apply('push')}
        />
        <Filter
          name="person"
          label="Person"
          none="Anyone"
          value={filter.person}
          choices={people}
          onPick={() => apply('push')}
        />
        {isFiltered(filter) && (
          <Button asChild variant="ghost">
            <Link
              href="/exports"
              scroll={false}
              // The link goes with the filters; the keyboard must not be left nowhere.
              onClick={() => form.current?.querySelector('input')?.focus()}
            >
              <X aria-hidden />
              Clear filters
            </Link>
          </Button>
        )}
        <noscript>
          <Button type="submit">Filter</Button>
        </noscript>
      </form>
    </search>
  );
}

type FilterProps = {
  name: string;
  label: string;
  none: string;
  value: string | undefined;
  choices: Choice[];
  onPick: () => void;
};

function Filter({ name, label, none, value = '', choices, onPick }: FilterProps) {
  const [chosen, setChosen] = useFollowing(value);
  const isKnown = value === '' || choices.some((choice) => choice.id === value);
  return (
    <NativeSelect
      name={name}
      aria-label={label}
      value={chosen}
      onChange={(event) => {
        setChosen(event.target.value);
        onPick();
      }}
      className="sm:w-auto"
    >
      <option value="">{none}</option>
      {choices.map((choice) => (
        <option key={choice.id} value={choice.id}>
          {choice.label}
        </option>
      ))}
      {!isKnown && <option value={value}>{value}</option>}
    </NativeSelect>
  );
}

/** State that the reader changes, until the address says something new: back, forward, "clear". */
function useFollowing(value: string): [string, (next: string) => void] {
  const [state, setState] = useState(value);
  const [last, setLast] = useState(value);
  if (value !== last) {
    setLast(value);
    setState(value);
  }
  return [state, setState];
}
