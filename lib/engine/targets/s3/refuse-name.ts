import type { Options } from '../../delivery/target.ts';
import { findVendor, VENDORS, type Vendor } from './vendors.ts';

/** Bytes of UTF-8; the same at all services. */
const LONGEST = 1024;

/** Why a key cannot be used, as a sentence; the rest is known by the service alone. */
export function refuseName(name: string, options: Options): string | undefined {
  if (name === '') return 'A key in S3 cannot be empty.';
  if (!name.isWellFormed()) return `“${name}” has half a character in it, which cannot be sent.`;
  const bytes = Buffer.byteLength(name);
  if (bytes > LONGEST) {
    return `“${name.slice(0, 60)}…” has ${bytes.toLocaleString('en')} bytes; a key in S3 has ${LONGEST.toLocaleString('en')} at most.`;
  }
  if (name.includes('\0')) return `“${name}” has a zero byte in it, which no service takes.`;
  const endpoint = URL.parse(String(options.endpoint ?? '')) ?? undefined;
  const vendor: Vendor = VENDORS[findVendor(String(options.vendor ?? ''), endpoint)];
  if (vendor.refuses?.pattern.test(name)) {
    return `“${name}” has ${vendor.refuses.words} in it, which ${vendor.title} does not take.`;
  }
  return undefined;
}
