/** The call that an export becomes, as JSON for a program and as curl for a terminal. */
export type RequestCode = { json: string; curl: string };

/**
 * @param options wire names, without secrets.
 * @param secrets names of the secrets that were filled in: a program fills them in itself.
 */
export function requestCode(request: {
  /** `https://host`, where /v2 is. */
  base: string;
  operation: string;
  inputs: readonly string[];
  options: Readonly<Record<string, unknown>>;
  secrets: readonly string[];
}): RequestCode {
  const { base, operation, inputs, options, secrets } = request;
  const hidden = Object.fromEntries(secrets.map((name) => [name, '…']));
  const body = { input: inputs.length === 1 ? inputs[0] : inputs, ...options, ...hidden };
  const json = JSON.stringify(body, null, 2);
  // In single quotes a shell reads nothing but the closing one.
  const quoted = json.replaceAll("'", "'\\''");
  const curl = [
    `curl ${base}/v2/${operation}`,
    `  -H 'Authorization: Bearer YOUR_API_KEY'`,
    `  -H 'Content-Type: application/json'`,
    `  -d '${quoted}'`,
  ].join(' \\\n');
  return { json, curl };
}
