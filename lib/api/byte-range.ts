/** Both ends included. */
export type SatisfiedRange = { start: number; end: number };

/**
 * Reads a Range header. Undefined means: send the whole file, which RFC 9110 allows for anything
 * that is not one understandable range of bytes (several ranges included).
 * @param size bytes of the file.
 */
export function readRange(
  header: string | undefined,
  size: number,
): SatisfiedRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] =
    /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}
