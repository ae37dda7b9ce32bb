import { z } from 'zod';

/** How the built-in engine is called where a connection's id stands: it has no row. */
export const BUILTIN = 'builtin';
export const BUILTIN_NAME = 'Built-in engine';

/** The hosted service as it publishes its addresses: by region, and a sandbox that costs no credits. */
export const PLACES = [
  {
    id: 'live',
    label: 'CloudConvert, nearest region',
    baseUrl: 'https://api.cloudconvert.com/v2',
  },
  {
    id: 'eu-central',
    label: 'CloudConvert, Germany (eu-central)',
    baseUrl: 'https://eu-central.api.cloudconvert.com/v2',
  },
  {
    id: 'us-east',
    label: 'CloudConvert, United States (us-east)',
    baseUrl: 'https://us-east.api.cloudconvert.com/v2',
  },
  {
    id: 'sandbox',
    label: 'CloudConvert sandbox',
    baseUrl: 'https://api.sandbox.cloudconvert.com/v2',
  },
] as const;

export type Place = { id: string; label: string; baseUrl: string };

/** Whether credits mean something there: other servers that speak v2 may count none. */
export const countsCredits = (baseUrl: string): boolean =>
  PLACES.some((place) => place.baseUrl === baseUrl && place.id !== 'sandbox');

/** Whether it is the hosted service, which knows nothing of what this project adds to the API. */
export const isHosted = (url: URL): boolean => /(^|\.)cloudconvert\.com$/.test(url.hostname);

const WRONG = 'Enter an address such as https://slipway.example.com/v2.';

/** An address up to and including `/v2`, in one spelling. */
export const BaseUrl = z
  .string()
  .trim()
  .min(1, WRONG)
  .max(1_000)
  .transform((text, context) => {
    const url = URL.parse(text);
    const fault = !url || !/^https?:$/.test(url.protocol) ? WRONG : faultOf(url);
    if (!url || fault) {
      context.addIssue({ code: 'custom', message: fault ?? WRONG });
      return z.NEVER;
    }
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  });

function faultOf(url: URL): string | undefined {
  if (url.username || url.password)
    return 'Leave name and password out of the address: the API key is what signs in.';
  if (url.search || url.hash) return 'The address ends with /v2, without anything behind it.';
  if (!/\/v2\/*$/.test(url.pathname)) return 'The address ends with /v2.';
  if (url.hostname.startsWith('sync.') || /\/sync\/v2\/*$/.test(url.pathname))
    return 'That is the address that waits for tasks. Give the one without sync.';
  return undefined;
}
