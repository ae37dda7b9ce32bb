import ipaddr from 'ipaddr.js';

/** Of an IPv6 address the part that one household or machine gets: the rest is theirs to change. */
const IPV6_PREFIX = 4;

/** One word for what guesses from the same place have in common. */
export function addressKey(ip: string | undefined): string {
  if (!ip || !ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address instanceof ipaddr.IPv6) {
    return `${address.parts
      .slice(0, IPV6_PREFIX)
      .map((part) => part.toString(16))
      .join(':')}::/64`;
  }
  return address.toString();
}
