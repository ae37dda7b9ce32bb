import { createHmac } from 'node:crypto';

/** The header `CloudConvert-Signature`: hex HMAC-SHA256 of the body, as it is sent. */
export const signBody = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(body, 'utf8').digest('hex');
