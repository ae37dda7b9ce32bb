import Link from 'next/link';
import { Alert } from '#components/ui/alert.tsx';

/** Some of several exports were made before one was refused. */
export function MadeExports({ made }: { made: readonly { id: string; name: string }[] }) {
  return (
    <Alert tone="success">
      <p>These were made, and are on their way:</p>
      <ul>
        {made.map(({ id, name }) => (
          <li key={id}>
            <Link href={`/exports/${id}`} className="rounded-sm underline underline-offset-2">
              {name}
            </Link>
          </li>
        ))}
      </ul>
      <p>What is left below was not. Mend it and export again.</p>
    </Alert>
  );
}
