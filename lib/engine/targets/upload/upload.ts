import { Failure } from '#lib/errors.ts';
import { withoutQuery } from '#lib/operations/secrets.ts';
import type { OpensTarget, Receipt } from '../../delivery/target.ts';
import { describeTargetError } from '../../delivery/target-failure.ts';
import { describeRefusal } from './describe-refusal.ts';
import { isRedirect, readRedirect } from './redirect.ts';
import { type Answer, sendFile } from './send-file.ts';
import { readSettings, type Settings } from './settings.ts';

/** One file to any URL that takes a PUT. Nothing of it can be gone on with: each attempt starts anew. */
export const uploadTarget: OpensTarget = {
  async open(options, { egress, clock }) {
    // Node's client: it hands over an answer that comes while the file is still on its way.
    const agents = egress.agents({ sockets: 1 });
    let wary = false;
    return {
      parallelFiles: 1,
      async deliver(file, attempt) {
        let to: Settings = readSettings(options, file.size);
        for (let followed = 0; ; followed += 1) {
          let answer: Answer;
          try {
            answer = await sendFile({ agents, to, file, attempt, wary });
          } catch (error) {
            attempt.signal.throwIfAborted();
            const failure = describeTargetError(error, to.url.host, 'url');
            wary = failure instanceof Failure && failure.code === 'TARGET_UNREACHABLE';
            throw failure;
          }
          if (answer.status >= 200 && answer.status < 300) return readReceipt(options.url, answer);
          if (!isRedirect(answer)) {
            throw describeRefusal(answer, { to, file, now: clock.now() });
          }
          to = readRedirect(to, answer, followed);
        }
      },
      async discard() {},
      async close() {
        agents.destroy();
      },
    };
  },
};

function readReceipt(url: unknown, { headers }: Answer): Receipt {
  const text = (name: string) => [headers[name]].flat()[0];
  return {
    location: withoutQuery(url) ?? '',
    etag: text('etag'),
    version: text('x-amz-version-id'),
    generation: text('x-goog-generation'),
  };
}
