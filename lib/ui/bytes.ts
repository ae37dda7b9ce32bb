const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** `1.2 MB`: decimal units, as disks, object stores and file managers count. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return '–';
  let value = Math.round(bytes);
  let unit = 0;
  // 999.5 and above would round to "1000", so the next unit takes it.
  while (unit < UNITS.length - 1 && value >= (unit === 0 ? 1000 : 999.5)) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** `1,234,567 bytes`, for those who compare. */
export function formatExactBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return '–';
  const count = Math.round(bytes);
  return `${count.toLocaleString('en-GB')} ${count === 1 ? 'byte' : 'bytes'}`;
}

/** `1.2 MB/s` from bytes a second. */
export function formatSpeed(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

const SIZE = /^(\d+(?:[.,]\d+)?)\s*([kmgt]?)b?$/i;
const POWERS: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4 };

/** Bytes of what somebody typed: `500 MB`, `2GB`, `1200`. Undefined when it is no size. */
export function parseBytes(text: string): number | undefined {
  const [, number = '', unit = ''] = SIZE.exec(text.trim()) ?? [];
  const bytes = Math.round(
    Number(number.replace(',', '.')) * 1000 ** (POWERS[unit.toLowerCase()] ?? 0),
  );
  return number !== '' && Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}
