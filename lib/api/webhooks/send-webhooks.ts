import { sweepDeliveries } from '#lib/engine/webhooks/sweep-deliveries.ts';
import {
  type ClaimedDelivery,
  claimDelivery,
  findDue,
  giveBack,
  recoverTries,
} from './claim-delivery.ts';
import { PAUSES } from './decide.ts';
import { type SendOptions, sendDelivery } from './send-delivery.ts';

/** Sends the events that lib/engine/webhooks has queued. One a process; several share a database. */
export type WebhookSender = {
  start(): void;
  /** Sends all that is due now, and resolves when that has ended. For tests. */
  sendDue(): Promise<void>;
  /** Lets what is under way end for a moment, gives the rest back. */
  stop(): Promise<void>;
};

/** At a time: in all, and to one host, so that a slow one holds up nobody else. */
const IN_ALL = 16;
const TO_ONE_HOST = 2;
/** Milliseconds. */
const LOOK_EVERY = 2_000;
const LOOK_AFTER_CHANGE = 200;
const SWEEP_EVERY = 600_000;
const GRACE = 2_000;
const DEADLINE = 15_000;

type SenderOptions = Pick<SendOptions, 'engine' | 'bases'> & Partial<SendOptions>;

export function createWebhookSender(given: SenderOptions): WebhookSender {
  const options: SendOptions = { deadlineMs: DEADLINE, pauses: PAUSES, ...given };
  const { context } = options.engine;
  // Twice the deadline: who takes longer than that to write down an answer is taken for dead.
  const leaseMs = 2 * options.deadlineMs;
  const stopping = new AbortController();
  const toHost = new Map<string, number>();
  const running = new Set<Promise<void>>();
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let closing = false;
  let soon: NodeJS.Timeout | undefined;
  const stops: (() => void)[] = [];

  /** Fills the free places with what is due. */
  async function fill(): Promise<void> {
    for (;;) {
      const limit = IN_ALL - running.size;
      if (limit <= 0 || closing) return;
      const busyHosts = [...toHost].filter(([, n]) => n >= TO_ONE_HOST).map(([host]) => host);
      const due = await findDue(context, { busyHosts, perHost: TO_ONE_HOST, limit });
      let begun = 0;
      for (const one of due) {
        if (closing || (toHost.get(one.host) ?? 0) >= TO_ONE_HOST) continue;
        const claimed = await claimDelivery(context, one, leaseMs);
        if (!claimed) continue;
        begin(one.host, claimed);
        begun += 1;
      }
      if (begun === 0) return;
    }
  }

  function begin(host: string, delivery: ClaimedDelivery): void {
    toHost.set(host, (toHost.get(host) ?? 0) + 1);
    const run = sendDelivery(options, delivery, stopping.signal)
      .catch(async (error: unknown) => {
        if (stopping.signal.aborted) await giveBack(context, delivery);
        // Its lease ends, and it is tried again.
        else context.log.error({ err: error, delivery: delivery.id }, 'an event was not sent');
      })
      .catch((error: unknown) => context.log.error({ err: error }, 'an event was not given back'))
      .finally(() => {
        const left = (toHost.get(host) ?? 1) - 1;
        if (left > 0) toHost.set(host, left);
        else toHost.delete(host);
        running.delete(run);
        if (!closing) void look();
      });
    running.add(run);
  }

  /** One look at a time; one that is asked for meanwhile follows it. */
  function look(): Promise<void> {
    if (looking) {
      lookAgain = true;
      return looking;
    }
    looking = fill()
      .catch((error: unknown) => context.log.error({ err: error }, 'events were not looked for'))
      .finally(() => {
        looking = undefined;
        if (!lookAgain) return;
        lookAgain = false;
        void look();
      });
    return looking;
  }

  /** Nobody else can have this database: whoever says it tries was broken off. */
  async function recover(): Promise<void> {
    if (!context.db.exclusive) return;
    await recoverTries(context).catch((error: unknown) =>
      context.log.error({ err: error }, 'broken tries were not taken up'),
    );
  }

  const sweep = () => {
    sweepDeliveries(context).catch((error: unknown) =>
      context.log.error({ err: error }, 'the log of webhooks was not swept'),
    );
  };

  return {
    start() {
      const timers = [setInterval(look, LOOK_EVERY), setInterval(sweep, SWEEP_EVERY)];
      for (const timer of timers) stops.push(() => clearInterval(timer));
      // A change of a task may have ended a job. Many come at once, and one look finds all they did.
      stops.push(
        options.engine.onTaskChange(() => {
          soon ??= setTimeout(() => {
            soon = undefined;
            void look();
          }, LOOK_AFTER_CHANGE);
        }),
      );
      void recover().then(look);
      sweep();
    },
    async sendDue() {
      await look();
      while (running.size > 0 || looking) await Promise.all([...running, looking]);
    },
    async stop() {
      closing = true;
      for (const stop of stops) stop();
      clearTimeout(soon);
      const grace = setTimeout(() => stopping.abort(), GRACE);
      while (running.size > 0 || looking) await Promise.all([...running, looking]);
      clearTimeout(grace);
      stopping.abort();
    },
  };
}
