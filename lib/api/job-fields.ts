import type { FieldErrors } from '#lib/errors.ts';

/** What POST /jobs takes besides the tasks. */
export type JobFields = {
  tag: string | null;
  /** Told of this job's events. */
  webhookUrl: string | null;
  /** Sync calls: lead to the export in place of describing the job. */
  redirect: boolean;
};

const MAX_TAG = 1_000;
const MAX_URL = 2_000;

/** Notes in `errors` what is wrong. Empty texts count as absent: that is how some clients leave a field out. */
export function readJobFields(body: Record<string, unknown>, errors: FieldErrors): JobFields {
  const { tag = null, webhook_url: url = null, redirect = null } = body;
  const isText = typeof tag === 'string' || typeof tag === 'number';
  if (tag !== null && !isText) errors.tag = ['The tag must be a string.'];
  // Only of these: what else JSON may bring can have a toString of its own.
  const tagText = isText && tag !== '' ? String(tag) : null;
  if (tagText !== null && tagText.length > MAX_TAG)
    errors.tag = [`The tag has at most ${MAX_TAG} characters.`];
  if (url !== null && url !== '' && !isWebAddress(url))
    errors.webhook_url = [
      'The webhook_url must be an address that starts with http:// or https://.',
    ];
  if (redirect !== null && typeof redirect !== 'boolean')
    errors.redirect = ['The redirect field must be true or false.'];
  return {
    tag: tagText,
    webhookUrl: typeof url === 'string' && url !== '' ? url : null,
    redirect: redirect === true,
  };
}

/** One that can be asked as it stands: no name and password in it, which would be stored in the clear. */
function isWebAddress(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_URL) return false;
  const url = URL.parse(value);
  return (
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === ''
  );
}
