/** Numbers by name. */
type Named = Readonly<Record<string, number>>;

/**
 * The logistic model: the probability that weights give to features. The weight `none` is the log-odds of a case
 * without any features; each of the others says by how much one of its feature moves them.
 */
export function probabilityOf(weights: Named, features: Named): number {
  let logOdds = weights.none ?? 0;
  for (const [name, value] of Object.entries(features)) logOdds += (weights[name] ?? 0) * value;
  return 1 / (1 + Math.exp(-logOdds));
}
