import { z } from 'zod';
import { repairPrivateKey } from './private-key.ts';

export type FilledFields =
  | { ok: true; fields: Record<string, string> }
  | { ok: false; message: string };

const ServiceAccount = z.object({
  type: z.literal('service_account'),
  project_id: z.string().min(1),
  client_email: z.string().min(1),
  private_key: z.string().min(1),
  token_uri: z.string().optional(),
});

/** Reads Google's service account key, the JSON file, into the fields that it fills. */
export function parseServiceAccount(text: string): FilledFields {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return {
      ok: false,
      message: 'This file is not JSON. Take the key file that Google made for the service account.',
    };
  }
  const account = ServiceAccount.safeParse(value);
  if (!account.success) {
    return {
      ok: false,
      message:
        'This JSON is not a service account key: it needs type “service_account”, project_id, client_email and private_key.',
    };
  }
  const { project_id, client_email, private_key, token_uri } = account.data;
  return {
    ok: true,
    fields: {
      project_id: project_id.trim(),
      client_email: client_email.trim(),
      private_key: repairPrivateKey(private_key),
      ...(token_uri?.trim() ? { token_uri: token_uri.trim() } : {}),
    },
  };
}
