import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

export type Entry = {
  /** The exported name of an action, or the path of a route. */
  name: string;
  /** Undefined: the source names none. */
  permission: string | undefined;
};
export type Action = Entry & { id: string; page: string; takesForm: boolean };

type Manifest = {
  node: Record<
    string,
    { workers: Record<string, unknown>; filename: string; exportedName: string }
  >;
};

/** Every server action of the build, as somebody who reads the pages' scripts knows them. */
export function findActions(): Action[] {
  const file = path.join(ROOT, '.next/server/server-reference-manifest.json');
  const { node } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  return Object.entries(node)
    .filter(([, { filename }]) => !filename.startsWith('app/stories/'))
    .map(([id, { filename, exportedName, workers }]) => {
      const source = readFileSync(path.join(ROOT, filename), 'utf8');
      const made = new RegExp(
        `export const ${exportedName} = (action|formAction|publicFormAction)\\(\\s*(?:'([a-z.]+)')?`,
      ).exec(source);
      return {
        id,
        name: exportedName,
        permission: made?.[2],
        takesForm: made?.[1] !== 'action',
        page: pathOf(Object.keys(workers)[0] ?? ''),
      };
    });
}

const pathOf = (worker: string): string =>
  worker
    .replace(/^app|\/page$|\(\w+\)\/?/g, '')
    .replaceAll('//', '/')
    .replace(/\[\w+\]/g, '00000000-0000-4000-8000-000000000000') || '/';

/** Every GET route of the dashboard, with addresses that lead nowhere. */
export function findRoutes(): Entry[] {
  return globSync('app/api/**/route.ts', { cwd: ROOT }).map((file) => ({
    name: `/${path.dirname(file).replace(/^app\//, '')}`.replace(
      /\[[.\w]+\]/g,
      '00000000-0000-4000-8000-000000000000',
    ),
    permission: /readRoute(?:<[^(]*>)?\(\s*'([a-z.]+)'/.exec(
      readFileSync(path.join(ROOT, file), 'utf8'),
    )?.[1],
  }));
}

export type Answer = { ok: boolean; code?: string; message?: string; data?: unknown };

/** Sends an action as a script would that never saw the page. */
export async function forge(
  url: string,
  { id, page, takesForm }: Action,
  cookie: string,
  input: Record<string, unknown> = {},
): Promise<Answer | undefined> {
  const headers = { cookie, origin: url, 'next-action': id, accept: 'text/x-component' };
  const response = await fetch(`${url}${page}`, {
    method: 'POST',
    redirect: 'manual',
    ...(takesForm
      ? { headers, body: asForm(input) }
      : {
          headers: { ...headers, 'content-type': 'text/plain;charset=UTF-8' },
          body: JSON.stringify([input]),
        }),
  });
  const text = await response.text();
  const line = text.split('\n').find((part) => part.startsWith('1:{'));
  return line ? (JSON.parse(line.slice(2)) as Answer) : undefined;
}

/** The arguments (null, form data) as React sends them. */
function asForm(input: Record<string, unknown>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(input)) form.append(`_1_${name}`, String(value));
  form.append('0', '[null,"$K1"]');
  return form;
}
