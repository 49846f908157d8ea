/** Does something for each of many, so many at once. Rejects with the first failure once those under way have ended. */
export async function eachOf<T>(
  items: Iterable<T>,
  atOnce: number,
  handle: (item: T) => Promise<void>,
): Promise<void> {
  // One iterator for all of them: whoever is done takes the next.
  const waiting = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const work = async () => {
    for (let next = waiting.next(); !next.done && failures.length === 0; next = waiting.next()) {
      try {
        await handle(next.value);
      } catch (failure) {
        failures.push(failure);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failures.length > 0) throw failures[0];
}
