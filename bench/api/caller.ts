import { Agent, request } from 'node:http';
import { API_KEY } from '../../e2e/slipway.ts';

type Answer = { status: number; data: { id: string; status: string; message: string | null } };

/** Calls the API over lines that stay open: what is measured is the server. */
export function createCaller(url: string, lines: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: lines });
  const authorization = `Bearer ${API_KEY}`;
  return {
    call(method: string, path: string, body?: unknown): Promise<Answer> {
      const text = body === undefined ? '' : JSON.stringify(body);
      return new Promise((resolve, reject) => {
        const headers = {
          authorization,
          ...(text ? { 'content-type': 'application/json' } : {}),
          'content-length': Buffer.byteLength(text),
        };
        const req = request(`${url}${path}`, { method, agent, headers }, (res) => {
          let answer = '';
          res.setEncoding('utf8');
          res.on('data', (piece: string) => {
            answer += piece;
          });
          res.on('error', reject);
          res.on('end', () =>
            resolve({
              status: res.statusCode ?? 0,
              data: answer ? JSON.parse(answer).data : undefined,
            }),
          );
        });
        req.on('error', reject);
        req.end(text);
      });
    },
    close: () => agent.destroy(),
  };
}

export type Caller = ReturnType<typeof createCaller>;

/** The value that `share` of them do not exceed. */
export const percentile = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? Number.NaN;
