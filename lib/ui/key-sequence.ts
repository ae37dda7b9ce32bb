type Key = { key: string; time: number };

/** The second key of `g e` must follow the first within this. */
const SEQUENCE_MS = 1200;

/**
 * Recognises single keys (`n`) and two in a row (`g e`). Returns a function that takes each key press
 * (`time` in milliseconds) and answers with the binding it completes.
 */
export function createKeySequence<T extends string>(
  bindings: readonly T[],
): (press: Key) => T | undefined {
  let first: Key | undefined;
  return (press) => {
    const both =
      first && press.time - first.time <= SEQUENCE_MS ? `${first.key} ${press.key}` : undefined;
    const found =
      bindings.find((binding) => binding === both) ??
      bindings.find((binding) => binding === press.key);
    first = found ? undefined : press;
    return found;
  };
}
