type Asked<K, V> = { key: K; resolve(value: V): void; reject(error: unknown): void };

/** Asked at a time; those beyond it are next. */
const MOST = 64;

/**
 * Answers those who ask at the same time together: who comes while one answer is under way is taken
 * along by the next, so the busier it gets, the less each costs. Nothing is kept: each answer was
 * begun after it was asked for.
 *
 * @param answer the values of keys, in their order; all or nothing. When it fails for several, it is
 * called for each alone, so that nobody suffers from what others asked.
 */
export function gather<K, V>(answer: (keys: K[]) => Promise<V[]>): (key: K) => Promise<V> {
  const waiting: Asked<K, V>[] = [];
  let busy = false;

  // At once: where each waits in vain for a database, nobody waits for the waits of others, too.
  async function answerEach(asked: Asked<K, V>[]): Promise<void> {
    await Promise.all(
      asked.map(({ key, resolve, reject }) =>
        answer([key]).then(([value]) => resolve(value as V), reject),
      ),
    );
  }

  async function answerAll(): Promise<void> {
    while (waiting.length > 0) {
      const taken = waiting.splice(0, MOST);
      try {
        const values = await answer(taken.map(({ key }) => key));
        for (const [index, { resolve }] of taken.entries()) resolve(values[index] as V);
      } catch (error) {
        if (taken.length > 1) await answerEach(taken);
        else taken[0]?.reject(error);
      }
    }
    busy = false;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (busy) return;
      busy = true;
      // Those who were woken by the same event ask in the same turn.
      setImmediate(() => void answerAll());
    });
}
