'use server';

import { z } from 'zod';
import { CreateKeyInput, createKey } from '#lib/developers/create-key.ts';
import { createSignedUrlBase, SignedUrlBaseInput } from '#lib/developers/create-signed-url-base.ts';
import { createWebhook } from '#lib/developers/create-webhook.ts';
import { openDeveloperContext } from '#lib/developers/open-context.ts';
import { removeWebhook } from '#lib/developers/remove-webhook.ts';
import { revealJobSecret } from '#lib/developers/reveal-job-secret.ts';
import { revokeKey } from '#lib/developers/revoke-key.ts';
import { revokeSignedUrlBase } from '#lib/developers/revoke-signed-url-base.ts';
import { sendAgain } from '#lib/developers/send-again.ts';
import { switchWebhook } from '#lib/developers/switch-webhook.ts';
import { WebhookInput } from '#lib/developers/webhook-input.ts';
import { action } from '#lib/web/action.ts';

const One = z.object({ id: z.uuid() });
const Switch = z.object({ id: z.uuid(), enabled: z.boolean() });

export const createKeyAction = action('key.manage', CreateKeyInput, ({ viewer, input }) =>
  createKey(openDeveloperContext(viewer), input),
);

export const revokeKeyAction = action('key.manage', One, ({ viewer, input }) =>
  revokeKey(openDeveloperContext(viewer), input.id),
);

export const createWebhookAction = action('webhook.manage', WebhookInput, ({ viewer, input }) =>
  createWebhook(openDeveloperContext(viewer), input),
);

export const switchWebhookAction = action('webhook.manage', Switch, ({ viewer, input }) =>
  switchWebhook(openDeveloperContext(viewer), input),
);

export const removeWebhookAction = action('webhook.manage', One, ({ viewer, input }) =>
  removeWebhook(openDeveloperContext(viewer), input.id),
);

export const sendAgainAction = action('webhook.manage', One, ({ viewer, input }) =>
  sendAgain(openDeveloperContext(viewer), input.id),
);

export const revealJobSecretAction = action('webhook.manage', z.object({}), ({ viewer }) =>
  revealJobSecret(openDeveloperContext(viewer)),
);

export const createSignedUrlBaseAction = action(
  'key.manage',
  SignedUrlBaseInput,
  ({ viewer, input }) => createSignedUrlBase(openDeveloperContext(viewer), input),
);

export const revokeSignedUrlBaseAction = action('key.manage', One, ({ viewer, input }) =>
  revokeSignedUrlBase(openDeveloperContext(viewer), input.id),
);
