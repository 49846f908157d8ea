/** How many a second, in each round. */
export type Rates = readonly number[];

/** Work that is measured: does a batch of it, and says how many that were. */
export type Work = () => number | Promise<number>;

/**
 * How many a second of each work one core does, by turns, so that what else the machine does weighs on all alike, in so
 * many rounds after one that warms up. The time is what this thread spent on the processor, not what it waited for it;
 * that clock ticks every few milliseconds, so a turn should be a tenth of a second or more.
 */
export async function byTurns(
  works: readonly Work[],
  { rounds, turnSeconds }: { rounds: number; turnSeconds: number },
): Promise<Rates[]> {
  const rates = works.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, work] of works.entries()) {
      const rate = await perSecond(work, turnSeconds);
      if (round > 0) rates[index]?.push(rate);
    }
  }
  return rates;
}

async function perSecond(work: Work, seconds: number): Promise<number> {
  const before = process.threadCpuUsage();
  let done = 0;
  let spentSeconds = 0;
  while (spentSeconds < seconds) {
    const batch = work();
    done += typeof batch === 'number' ? batch : await batch;
    const { user, system } = process.threadCpuUsage(before);
    spentSeconds = (user + system) / 1e6;
  }
  return done / spentSeconds;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** How many times as fast one is as another, round by round: the middle, and the least and the most of all rounds. */
export function ratioOf(one: Rates, other: Rates): { middle: number; least: number; most: number } {
  const ratios = one.map((rate, round) => rate / (other[round] ?? Number.NaN));
  return { middle: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
