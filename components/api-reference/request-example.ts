/** A call of the API as people try it: for a terminal, and for a program. */
export type RequestExample = { curl: string; node: string };

/** In single quotes a shell reads nothing but the closing one. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * @param url whole, with what has to be filled in standing as it is.
 * @param body what is sent as JSON; undefined for calls without one.
 */
export function requestExample({
  method,
  url,
  body,
}: {
  method: string;
  url: string;
  body?: unknown;
}): RequestExample {
  const json = body === undefined ? undefined : JSON.stringify(body, null, 2);
  const curl = [
    `curl${method === 'GET' || json !== undefined ? '' : ` -X ${method}`} ${quote(url)}`,
    '  -H "Authorization: Bearer $SLIPWAY_KEY"',
    ...(json === undefined
      ? []
      : [`  -H ${quote('Content-Type: application/json')}`, `  -d ${quote(json)}`]),
  ].join(' \\\n');
  const headers = [
    `    authorization: \`Bearer \${process.env.SLIPWAY_KEY}\`,`,
    ...(json === undefined ? [] : ["    'content-type': 'application/json',"]),
  ];
  const node = [
    `const response = await fetch(${JSON.stringify(url).replaceAll('"', "'")}, {`,
    `  method: '${method}',`,
    '  headers: {',
    ...headers,
    '  },',
    ...(json === undefined ? [] : [`  body: JSON.stringify(${json.replaceAll('\n', '\n  ')}),`]),
    '});',
    method === 'DELETE'
      ? 'console.log(response.status);'
      : 'console.log(response.status, await response.json());',
  ].join('\n');
  return { curl, node };
}
