/** A size as headers tell it, in bytes; undefined where they do not. */
export function readSize(header: string | string[] | undefined): number | undefined {
  const text = [header].flat()[0] ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
