import { Alert } from '#components/ui/alert.tsx';

/** For roles that may not manage what a page is about. */
export function NotForYou({ things }: { things: string }) {
  return (
    <Alert>
      Owners and admins of the team manage {things}. Ask one of them if you need something here.
    </Alert>
  );
}
