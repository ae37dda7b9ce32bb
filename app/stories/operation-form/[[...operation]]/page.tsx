import Link from 'next/link';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { findOperation, OPERATIONS } from '#lib/operations/registry.ts';
import { runtime } from '#lib/runtime.ts';
import { StoryForm } from './story-form.tsx';

export const metadata = { title: 'Operation form' };

type StoryProps = {
  params: Promise<{ operation?: string[] }>;
  /** `file` as often as there are files; `options` and `errors` as JSON. */
  searchParams: Promise<{ file?: string | string[]; options?: string; errors?: string }>;
};

/** The form of every operation, whether the engine runs it or not. Not part of a release. */
export default async function OperationFormStories({ params, searchParams }: StoryProps) {
  await connection();
  const { env } = runtime();
  if (env.production && !env.STORIES) notFound();
  const id = (await params).operation?.join('/');
  const { file = [], options = '{}', errors = '{}' } = await searchParams;
  if (id !== undefined && !findOperation(id)) notFound();
  return (
    <main className="mx-auto grid max-w-3xl gap-4 p-4">
      <nav aria-label="Operations" className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
        {OPERATIONS.map((operation) => (
          <Link
            key={operation.id}
            href={`/stories/operation-form/${operation.id}`}
            aria-current={operation.id === id ? 'page' : undefined}
            className="text-primary underline underline-offset-2"
          >
            {operation.title}
          </Link>
        ))}
      </nav>
      <h1 className="text-xl font-semibold">Operation form</h1>
      {id !== undefined && (
        <StoryForm
          key={id}
          id={id}
          filenames={[file].flat()}
          options={JSON.parse(options)}
          errors={JSON.parse(errors)}
        />
      )}
    </main>
  );
}
