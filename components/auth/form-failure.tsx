import { Alert } from '#components/ui/alert.tsx';

/** What went wrong with the form as a whole. It can take the focus, so that it is read out. */
export function FormFailure({ message }: { message: string | undefined }) {
  if (!message) return null;
  return (
    <Alert tone="danger" role="alert" tabIndex={-1}>
      {message}
    </Alert>
  );
}
