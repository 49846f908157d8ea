/**
 * `work` with its results kept by the text of its arguments, for what is asked again and again and always comes to
 * the same, such as when the sun sets at an estate on a day. At `limit` results all are forgotten, so that the memory
 * stays small.
 */
export function remembered<A extends readonly (string | number)[], T>(
  limit: number,
  work: (...args: A) => T,
): (...args: A) => T {
  const results = new Map<string, T>();
  return (...args) => {
    const key = args.join('|');
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = work(...args);
    if (results.size >= limit) results.clear();
    results.set(key, result);
    return result;
  };
}
