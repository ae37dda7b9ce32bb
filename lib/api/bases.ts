import type { IncomingMessage } from 'node:http';
import type { ApiOptions } from './api.ts';
import type { Bases } from './describe-task.ts';

/** Where this request's sender reached us: what links in the answer start with. */
export function basesOf(
  options: Pick<ApiOptions, 'appUrl' | 'filesUrl' | 'trustProxy'>,
  req: IncomingMessage,
): Bases {
  const forwarded = (name: string) =>
    options.trustProxy
      ? String(req.headers[name] ?? '')
          .split(',')[0]
          ?.trim()
      : '';
  const host = forwarded('x-forwarded-host') || req.headers.host || 'localhost';
  const proto = forwarded('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const reached = `${proto}://${host.replace(/^(sync|socketio)\./, '')}`;
  const app = options.appUrl ?? reached;
  return { app, files: options.filesUrl ?? app };
}
