'use client';

import { Plus } from 'lucide-react';
import { type ClipboardEvent, type FocusEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import type { KeyValueRow } from '#lib/operations/field.ts';
import { looksLikeKeyValues, parseKeyValues } from '#lib/operations/key-values.ts';
import { KeyValueRowControl } from './key-value-row-control.tsx';
import { useFormField } from './use-form-field.ts';
import { useRowIds } from './use-row-ids.ts';

const BLANK: KeyValueRow = { key: '', value: '' };
const isBlank = (row: KeyValueRow | undefined) => !row || (row.key === '' && row.value === '');

/** Rows of key and value. A pasted block of `Key: value` lines, or JSON, becomes rows. */
export function KeyValuesControl({ name }: { name: string }) {
  const { id, meta, value, setValue, onBlur, error } = useFormField<KeyValueRow[]>(name);
  const rows = value.length > 0 ? value : [BLANK];
  const ids = useRowIds(rows.length);
  const group = useRef<HTMLDivElement>(null);
  const focusNext = useRef<string>(undefined);
  const [news, setNews] = useState<{ text: string; failed: boolean }>();
  const entry = meta.entry ?? { key: 'key', value: 'value' };
  const partId = (index: number, part: 'key' | 'value') => `${id}-${ids.list[index]}-${part}`;

  // A row that has just been added is there to take the focus only now.
  useEffect(() => {
    if (focusNext.current === undefined) return;
    const [index, part] = focusNext.current.split(' ');
    focusNext.current = undefined;
    const inputs = group.current?.querySelectorAll<HTMLInputElement>(`input[data-part="${part}"]`);
    inputs?.[Math.min(Number(index), inputs.length - 1)]?.focus();
  });

  function change(index: number, part: Partial<KeyValueRow>) {
    setNews(undefined);
    setValue(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  }

  function add(after: number) {
    ids.insert(after + 1, 1);
    focusNext.current = `${after + 1} key`;
    setValue(rows.toSpliced(after + 1, 0, BLANK));
  }

  function remove(index: number) {
    ids.remove(index);
    focusNext.current = `${Math.max(0, index - 1)} key`;
    setNews({ text: `${capitalised(entry.key)} removed.`, failed: false });
    setValue(rows.toSpliced(index, 1));
  }

  function paste(index: number, event: ClipboardEvent<HTMLInputElement>) {
    const text = event.clipboardData.getData('text/plain');
    if (!looksLikeKeyValues(text)) return;
    event.preventDefault();
    const parsed = parseKeyValues(text);
    if (!parsed.ok) {
      setNews({ text: parsed.message, failed: true });
      return;
    }
    const replaced = isBlank(rows[index]) ? 1 : 0;
    const at = index + 1 - replaced;
    ids.insert(at, parsed.rows.length - replaced);
    focusNext.current = `${at + parsed.rows.length - 1} value`;
    const count = parsed.rows.length;
    setNews({ text: `${count} ${count === 1 ? 'row' : 'rows'} pasted.`, failed: false });
    setValue(rows.toSpliced(at, replaced, ...parsed.rows));
  }

  function blur(event: FocusEvent) {
    if (!event.currentTarget.contains(event.relatedTarget)) onBlur();
  }

  return (
    <Field group id={id} label={meta.label} help={meta.help} error={error.message}>
      {({ 'aria-labelledby': labelledBy, 'aria-describedby': describedBy }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend beside the label.
        <div
          ref={group}
          role="group"
          aria-labelledby={labelledBy}
          aria-describedby={describedBy}
          className="grid gap-1.5"
          onBlur={blur}
        >
          {rows.map((row, index) => (
            <KeyValueRowControl
              key={ids.list[index]}
              row={row}
              number={index + 1}
              entry={entry}
              errors={error.rows.get(index) ?? {}}
              invalid={error.message !== undefined}
              ids={{ key: partId(index, 'key'), value: partId(index, 'value') }}
              onChange={(part) => change(index, part)}
              onAdd={() => add(index)}
              onRemove={rows.length > 1 || !isBlank(row) ? () => remove(index) : undefined}
              onPaste={(event) => paste(index, event)}
            />
          ))}
          <div className="flex flex-wrap items-center gap-2">
            <Button size="sm" onClick={() => add(rows.length - 1)}>
              <Plus aria-hidden />
              Add {entry.key}
            </Button>
            <p role="status" className="text-xs text-muted-foreground">
              {news
                ? !news.failed && news.text
                : `Or paste lines of “${entry.key}: ${entry.value}”, or JSON.`}
            </p>
            <p role="alert" className="text-sm text-danger">
              {news?.failed ? news.text : ''}
            </p>
          </div>
        </div>
      )}
    </Field>
  );
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
