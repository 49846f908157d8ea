/**
 * `work` with its results kept by its argument, for what is asked again and again and always comes to the same, such as
 * when the sun sets at an estate on a day. At `limit` results all are forgotten, so that the memory stays small. Work
 * with two arguments is remembered work that gives remembered work.
 */
export function remembered<A extends string | number, T>(
  limit: number,
  work: (argument: A) => T,
): (argument: A) => T {
  const results = new Map<A, T>();
  return (argument) => {
    const known = results.get(argument);
    if (known !== undefined) return known;
    const result = work(argument);
    if (results.size >= limit) results.clear();
    results.set(argument, result);
    return result;
  };
}
