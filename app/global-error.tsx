'use client';

import './globals.css';
import { ErrorMessage } from '#components/error-message.tsx';

/** Takes the place of the layout when the layout itself breaks. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Slipway</title>
        <ErrorMessage error={error} retry={retry} />
      </body>
    </html>
  );
}
