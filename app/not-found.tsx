import type { Metadata } from 'next';
import { MessagePage } from '#components/message-page.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <MessagePage title="There is nothing here">
      <p>
        The address may be mistyped, or what it led to has been deleted. Exports stay in the list;
        their files and temporary URLs go 24 hours after they ended.
      </p>
    </MessagePage>
  );
}
