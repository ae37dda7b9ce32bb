'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { NativeSelect } from '#components/ui/native-select.tsx';
import type { AuditFilter } from '#lib/audit/audit-filter.ts';
import { cn } from '#lib/ui/cn.ts';
import { auditQuery } from './audit-query.ts';

type Choice = { id: string; label: string };
type AuditFiltersProps = { filter: AuditFilter; people: Choice[]; things: Choice[] };

/** A plain GET form that needs no script; with it, every choice applies by itself. */
export function AuditFilters({ filter, people, things }: AuditFiltersProps) {
  const router = useRouter();
  const [pending, start] = useTransition();

  function apply(form: HTMLFormElement) {
    const given = Object.fromEntries(
      [...new FormData(form)].map(([name, value]) => [name, value.toString().trim()]),
    );
    start(() => router.push(`/audit${auditQuery(given)}`, { scroll: false }));
  }

  return (
    <search>
      <form
        key={auditQuery(filter)}
        action="/audit"
        aria-busy={pending}
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          apply(event.currentTarget);
        }}
        onChange={(event: FormEvent<HTMLFormElement>) => {
          // Text is finished with Enter; everything else is a choice.
          if ((event.target as HTMLInputElement).name !== 'subject') apply(event.currentTarget);
        }}
        className={cn(
          'grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap',
          pending && 'opacity-70',
        )}
      >
        <Pick name="person" label="Person" none="Anyone" value={filter.person} choices={people} />
        <Pick name="thing" label="Kind" none="Everything" value={filter.thing} choices={things} />
        <Input
          name="subject"
          aria-label="Id of what it was done to"
          placeholder="Id of a thing"
          autoComplete="off"
          defaultValue={filter.subject ?? ''}
          className="sm:w-52"
        />
        <Day name="from" label="From" value={filter.from} />
        <Day name="to" label="To" value={filter.to} />
        {auditQuery(filter) && (
          <Button asChild variant="ghost">
            <Link href="/audit" scroll={false}>
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

type PickProps = {
  name: string;
  label: string;
  none: string;
  value: string | undefined;
  choices: Choice[];
};

function Pick({ name, label, none, value = '', choices }: PickProps) {
  const isKnown = value === '' || choices.some(({ id }) => id === value);
  return (
    <NativeSelect name={name} aria-label={label} defaultValue={value} className="sm:w-auto">
      <option value="">{none}</option>
      {choices.map(({ id, label: word }) => (
        <option key={id} value={id}>
          {word}
        </option>
      ))}
      {!isKnown && <option value={value}>{value}</option>}
    </NativeSelect>
  );
}

function Day({ name, label, value }: { name: string; label: string; value: string | undefined }) {
  return (
    <span className="flex items-center gap-1.5 text-sm text-muted-foreground">
      <Label htmlFor={`audit-${name}`} className="w-9 font-normal sm:w-auto">
        {label}
      </Label>
      <Input
        id={`audit-${name}`}
        type="date"
        name={name}
        defaultValue={value ?? ''}
        className="min-w-0 sm:w-36"
      />
    </span>
  );
}
