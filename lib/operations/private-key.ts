export type PrivateKeyKind = 'pem' | 'openssh' | 'putty';

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/;
const ENCRYPTED_HEADERS = /^\s*Proc-Type:\s*(4,ENCRYPTED)\s+DEK-Info:\s*([A-Z0-9-]+,[0-9A-F]+)\s+/;

/**
 * Mends what happens to private keys on their way through JSON files, environment variables and
 * chats: literal `\n`, lost or foreign line breaks, indentation, quotes around it. Leaves alone what
 * it does not know as a key. Pure; mending twice changes nothing more.
 *
 * @returns PEM with lines of 64 (OpenSSH's own: 70) and a line break at the end; else the text, trimmed.
 */
export function repairPrivateKey(text: string): string {
  const lines = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const trimmed = lines.trim();
  // Base64 has no backslash and no quotes, so nothing of the key itself is touched.
  const match = PEM.exec(trimmed.replace(/\\+r\\+n|\\+[nr]/g, '\n'));
  if (!match) return trimmed.startsWith('PuTTY-User-Key-File-') ? `${trimmed}\n` : trimmed;
  const [, label = '', inside = ''] = match;
  // What source code puts around lines. A plus at the end of a line is the key's own unless a quote
  // stands before it.
  const bare = inside.replace(/["'`][ \t]*[+,\\]?[ \t]*(?=\n)/g, '').replace(/["'`\\]/g, '');
  const encrypted = ENCRYPTED_HEADERS.exec(bare);
  const base64 = bare.slice(encrypted?.[0].length ?? 0).replace(/\s/g, '');
  const width = label.startsWith('OPENSSH') ? 70 : 64;
  const wrapped = base64.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
  return [
    `-----BEGIN ${label}-----`,
    ...(encrypted ? [`Proc-Type: ${encrypted[1]}`, `DEK-Info: ${encrypted[2]}`, ''] : []),
    ...wrapped,
    `-----END ${label}-----`,
    '',
  ].join('\n');
}

const LABELS: Record<string, PrivateKeyKind> = {
  'PRIVATE KEY': 'pem',
  'ENCRYPTED PRIVATE KEY': 'pem',
  'RSA PRIVATE KEY': 'pem',
  'EC PRIVATE KEY': 'pem',
  'DSA PRIVATE KEY': 'pem',
  'OPENSSH PRIVATE KEY': 'openssh',
};

/**
 * What is wrong with a repaired private key, for a person; undefined when nothing shows. It looks at
 * the outside only: whether the key opens anything is for the target to say.
 */
export function checkPrivateKey(key: string, kinds: readonly PrivateKeyKind[]): string | undefined {
  if (key.startsWith('PuTTY-User-Key-File-')) {
    return kinds.includes('putty')
      ? undefined
      : 'This is a PuTTY key. Export it from PuTTYgen as an OpenSSH key first.';
  }
  if (/^(ssh-|ecdsa-|sk-)|BEGIN (RSA |SSH2 )?PUBLIC KEY/.test(key)) {
    return 'This is a public key. The private one is the file without “.pub”.';
  }
  if (key.includes('BEGIN CERTIFICATE')) {
    return 'This is a certificate. Paste the private key that belongs to it.';
  }
  if (!key.includes('-----BEGIN ')) {
    return 'A private key starts with a line like “-----BEGIN PRIVATE KEY-----”. Paste the whole file.';
  }
  const match = PEM.exec(key);
  if (!match) return 'The last line, “-----END …-----”, is missing. Paste the whole file.';
  const [, label = '', inside = ''] = match;
  const kind = LABELS[label];
  if (!kind) return `A private key is needed here; this says “${label.toLowerCase()}”.`;
  if (!kinds.includes(kind)) {
    return kind === 'openssh'
      ? 'This is an SSH key. Use the private key of the service account here.'
      : 'This kind of private key cannot be used here.';
  }
  const base64 = inside.replace(ENCRYPTED_HEADERS, '').replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(base64)) {
    return 'The key is damaged or cut short: something between its first and last line is not part of a key.';
  }
  return undefined;
}
