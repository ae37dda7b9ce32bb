import { z } from 'zod';

/** The wire shapes of the v2 API that the dashboard reads; protocol: docs/api. Unknown keys pass. */

export const TASK_STATUSES = ['waiting', 'processing', 'finished', 'error'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const WireFile = z.looseObject({
  filename: z.string(),
  /** Bytes. */
  size: z.number().nullish(),
  /** Only export/url: the temporary URL. */
  url: z.string().optional(),
  /** Ours: hex. */
  sha256: z.string().optional(),
  /** Ours. */
  content_type: z.string().optional(),
  /** Ours: where a target wrote it, and what the target calls what it wrote. */
  location: z.string().optional(),
  etag: z.string().optional(),
  version: z.string().optional(),
  generation: z.string().optional(),
  /** Ours: it was there already, and was left as it was. */
  skipped: z.boolean().optional(),
});
export type WireFile = z.infer<typeof WireFile>;

export const UploadForm = z.object({
  url: z.string(),
  /** The hosted service writes some of them as numbers; a form sends text. */
  parameters: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()]).transform((value) => String(value)),
  ),
});
export type UploadForm = z.infer<typeof UploadForm>;

export const DELIVERY_STATUSES = ['waiting', 'sending', 'done', 'skipped', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Ours: one file on its way to a target, with the tries that failed so far. */
export const WireDelivery = z.object({
  filename: z.string(),
  /** The whole name at the target. */
  name: z.string(),
  /** Bytes. */
  size: z.number(),
  status: z.enum(DELIVERY_STATUSES),
  bytes: z.number(),
  attempts: z.array(
    z.object({
      at: z.string(),
      code: z.string(),
      message: z.string(),
      details: z.string().optional(),
      /** When it is tried again; absent when it is not. */
      retry_at: z.string().optional(),
    }),
  ),
});
export type WireDelivery = z.infer<typeof WireDelivery>;

export const WireTask = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  job_id: z.string().nullish(),
  operation: z.string(),
  status: z.enum(TASK_STATUSES),
  code: z.string().nullish(),
  message: z.string().nullish(),
  /** Ours, of a failed one: the fields of its form at fault, and what the target answered. */
  errors: z.record(z.string(), z.array(z.string())).nullish(),
  details: z.string().nullish(),
  percent: z.number().nullish(),
  result: z
    .looseObject({ files: z.array(WireFile).optional(), form: UploadForm.optional() })
    .nullish(),
  created_at: z.string(),
  started_at: z.string().nullish(),
  ended_at: z.string().nullish(),
  /** Ours: when task, files and temporary URLs go. */
  expires_at: z.string().nullish(),
  /** Ours, while it runs. */
  progress: z.object({ bytes: z.number(), total: z.number().optional() }).nullish(),
  /** Ours, where it was asked for: the files of a storage operation. */
  deliveries: z.array(WireDelivery).nullish(),
  depends_on_task_ids: z.array(z.string()).nullish(),
  retry_of_task_id: z.string().nullish(),
  /** Only where it was asked for. The hosted service writes an empty one as a list. */
  payload: z.record(z.string(), z.unknown()).or(z.array(z.unknown())).nullish(),
});
export type WireTask = z.infer<typeof WireTask>;

export const WireTaskPage = z.looseObject({
  data: z.array(WireTask),
  links: z.looseObject({ next: z.string().nullish() }).optional(),
});
export type WireTaskPage = z.infer<typeof WireTaskPage>;

export const WireUser = z.looseObject({
  id: z.union([z.string(), z.number()]).transform((value) => String(value)),
  username: z.string().nullish(),
  email: z.string().nullish(),
  credits: z.number().nullish(),
});
export type WireUser = z.infer<typeof WireUser>;
