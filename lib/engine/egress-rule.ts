import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Entry =
  | { type: 'network'; network: [Address, number]; port: undefined }
  | { type: 'address'; address: Address; port: number | undefined }
  | { type: 'host'; host: string; port: number | undefined };

/** What an administrator opened; everything public is open without it. */
export type EgressRule = {
  allowsHost(hostname: string, port: number): boolean;
  allowsAddress(address: string, port: number): boolean;
};

// Public by number, but on Azure this is the machine's own metadata and key service.
const METADATA = new Set(['168.63.129.16']);
const GLOBAL_UNICAST_V6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];
const NAT64: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('64:ff9b::'), 96];
const V4_COMPATIBLE: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('::'), 96];

/**
 * @param allow EGRESS_ALLOW: hosts, addresses, CIDRs, and hosts or addresses with a port.
 * @throws Error with a sentence for the entry that is none of these.
 */
export function readEgressRule(allow: string): EgressRule {
  const entries = allow
    .split(/[,\s]+/)
    .filter(Boolean)
    .map(readEntry);
  return {
    allowsHost: (hostname, port) =>
      entries.some(
        (entry) =>
          entry.type === 'host' && entry.host === plainHost(hostname) && portFits(entry, port),
      ),
    allowsAddress(text, port) {
      const address = parseAddress(text);
      if (!address) return false;
      // 127.0.0.1 has many faces in IPv6; the rule looks at all that lead to it.
      const faces = [address, ...embeddedV4(address)];
      if (faces.some((face) => entries.some((entry) => opens(entry, face, port)))) return true;
      return faces.every((face) => isPublic(face));
    },
  };
}

/** `[::1]` and `HOST.` as `::1` and `host`. */
export function plainHost(hostname: string): string {
  return hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
}

/** Undefined for what is no address as net.connect reads it (`0x7f.1` is a name to be looked up). */
export function parseAddress(text: string): Address | undefined {
  const plain = plainHost(text);
  if (ipaddr.IPv4.isValidFourPartDecimal(plain)) return ipaddr.IPv4.parse(plain);
  return ipaddr.IPv6.isValid(plain) ? ipaddr.IPv6.parse(plain) : undefined;
}

function readEntry(entry: string): Entry {
  const wrong = () =>
    new Error(
      `EGRESS_ALLOW: "${entry}" is no host, address, CIDR or host:port. Example: minio.internal, 10.0.0.0/8, 192.168.1.5:9000, [fd00::5]:22`,
    );
  if (entry.includes('/')) {
    if (!ipaddr.isValidCIDR(entry)) throw wrong();
    return { type: 'network', network: ipaddr.parseCIDR(entry), port: undefined };
  }
  const bare = parseAddress(entry);
  if (bare) return { type: 'address', address: bare, port: undefined };
  const [, host = '', digits] = /^(\[[^\]]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(entry) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port < 1 || port > 65535)) throw wrong();
  const address = parseAddress(host);
  if (address) return { type: 'address', address, port };
  const name = plainHost(host);
  if (!/^(?=.*[a-z])[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/.test(name)) throw wrong();
  return { type: 'host', host: name, port };
}

function opens(entry: Entry, address: Address, port: number): boolean {
  if (entry.type === 'host' || !portFits(entry, port)) return false;
  if (entry.type === 'address')
    return entry.address.toNormalizedString() === address.toNormalizedString();
  return entry.network[0].kind() === address.kind() && address.match(entry.network);
}

function portFits(entry: Entry, port: number): boolean {
  return entry.port === undefined || entry.port === port;
}

function isPublic(address: Address): boolean {
  if (address instanceof ipaddr.IPv4) {
    return address.range() === 'unicast' && !METADATA.has(address.toString());
  }
  // Forms that carry an IPv4 address are as public as that is, which is asked separately.
  const carries = ['ipv4Mapped', 'rfc6145', '6to4'].includes(address.range());
  if (carries || address.match(NAT64)) return embeddedV4(address).length > 0;
  return address.range() === 'unicast' && address.match(GLOBAL_UNICAST_V6);
}

/** The IPv4 address that an IPv6 address leads to, if it does. */
function embeddedV4(address: Address): ipaddr.IPv4[] {
  if (address instanceof ipaddr.IPv4) return [];
  const bytes = address.toByteArray();
  if (address.range() === '6to4') return [new ipaddr.IPv4(bytes.slice(2, 6))];
  const last =
    ['ipv4Mapped', 'rfc6145'].includes(address.range()) ||
    address.match(NAT64) ||
    address.match(V4_COMPATIBLE);
  return last ? [new ipaddr.IPv4(bytes.slice(12))] : [];
}
