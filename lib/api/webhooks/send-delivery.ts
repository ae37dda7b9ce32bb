import type { WebhookTry } from '#lib/developers/delivery-types.ts';
import type { Engine } from '#lib/engine/engine.ts';
import { jobSigningSecret, openSigningSecret } from '#lib/vault/signing-secret.ts';
import { describeJob, WITH_TASKS } from '../describe-job.ts';
import type { Bases } from '../describe-task.ts';
import type { ClaimedDelivery } from './claim-delivery.ts';
import { decide } from './decide.ts';
import { endTry } from './end-try.ts';
import { postEvent } from './post-event.ts';
import { signBody } from './sign-body.ts';

export type SendOptions = {
  engine: Engine;
  /** Where links and temporary URLs of what is sent lead. */
  bases: Bases;
  /** Milliseconds that a receiver has to answer. */
  deadlineMs: number;
  /** Milliseconds before each further try. */
  pauses: readonly number[];
};

/**
 * Tries once to send a claimed delivery, and writes what came of it.
 *
 * @throws the reason of `signal`, when the process stops meanwhile.
 */
export async function sendDelivery(
  options: SendOptions,
  delivery: ClaimedDelivery,
  signal: AbortSignal,
): Promise<void> {
  const { context } = options.engine;
  const log: WebhookTry = { at: context.clock.now().toISOString(), ms: 0 };
  const giveUp = (error: string) => endTry(context, delivery, { ...log, error }, FAILED);
  if (delivery.webhook?.disabledAt) return giveUp('The webhook was disabled before this was sent.');
  // Each earlier try ended with its process, or with a fault of this program.
  if (delivery.attempts > options.pauses.length + 1)
    return giveUp('It was broken off too often, and is not tried again.');
  const body = delivery.body ?? (await makeBody(options, delivery));
  if (body === undefined) return giveUp('The job was deleted before this was sent.');
  const { webhook, teamId, url } = delivery;
  const secret = webhook
    ? openSigningSecret(context.master, { ...webhook, teamId })
    : jobSigningSecret(context.master, teamId);
  const signature = signBody(secret, body);
  const begun = performance.now();
  const outcome = await postEvent(context.egress, {
    url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Slipway',
      'cloudconvert-signature': signature,
      // The same at each further try, so that a receiver can tell.
      'slipway-delivery': delivery.id,
    },
    body,
    deadlineMs: options.deadlineMs,
    signal,
  });
  const decision = decide(outcome, delivery.attempts, options.pauses);
  const told = 'error' in outcome ? { error: outcome.error } : outcome;
  const why = decision.status === 'failed' && decision.error ? { error: decision.error } : {};
  const ms = Math.round(performance.now() - begun);
  await endTry(context, delivery, { ...log, ms, signature, ...told, ...why }, decision);
}

const FAILED = { status: 'failed' } as const;

/** What is sent, kept so that every try sends the same. Undefined when the job is gone. */
async function makeBody(
  { engine, bases }: SendOptions,
  { id, jobId, teamId, event }: ClaimedDelivery,
): Promise<string | undefined> {
  const { prisma } = engine.context.db;
  const { maxFileSize } = engine.context.limits;
  const job = await prisma.job.findFirst({ where: { id: jobId, teamId }, include: WITH_TASKS });
  if (!job) return undefined;
  const signers = { urls: engine.urls, uploads: engine.uploads, maxFileSize };
  const body = JSON.stringify({ event, job: describeJob(job, bases, signers) });
  await prisma.webhookDelivery.updateMany({ where: { id }, data: { body } });
  return body;
}
