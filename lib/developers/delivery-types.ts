/** One try to send an event. */
export type WebhookTry = {
  /** ISO. */
  at: string;
  /** Until the answer, or until it was given up. Milliseconds. */
  ms: number;
  /** The header that went along; absent when nothing was sent. */
  signature?: string;
  /** The answer, and the first 2 KB of its body. */
  status?: number;
  answer?: string;
  /** What went wrong, in a sentence. */
  error?: string;
};

export type DeliveryStatus = 'waiting' | 'delivered' | 'failed';

/** Times are ISO. */
export type DeliveryRow = {
  id: string;
  event: string;
  url: string;
  jobId: string;
  status: DeliveryStatus;
  tries: number;
  /** Status of the last answer, or why there was none. */
  last: string | null;
  createdAt: string;
  /** When it is tried again. */
  nextAt: string | null;
};

export type DeliveryDetail = DeliveryRow & {
  webhookId: string | null;
  endedAt: string | null;
  /** What was sent; null before the first try. Cut after 64 KB. */
  body: string | null;
  cut: boolean;
  log: WebhookTry[];
};
