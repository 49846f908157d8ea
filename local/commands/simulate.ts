import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { isAsPromised, reportOf } from '../simulation/report.ts';
import { type Simulated, simulate } from '../simulation/simulate.ts';

const numberOption = (fewest: number, most: number) => {
  const sentence = `a whole number from ${fewest} to ${most}`;
  return z.coerce.number(sentence).int(sentence).min(fewest, sentence).max(most, sentence);
};

// A month shows what is told by a device's usual weeks; 40 devices have two of each kind.
const Options = z.object({
  days: numberOption(5, 365).default(30),
  devices: numberOption(40, 10_000).default(500),
  seed: numberOption(0, 1_000_000).default(1),
  seeds: numberOption(1, 100).default(1),
  json: z.string().optional(),
});

/** What the command is given, as text. */
export type SimulateOptions = Readonly<Partial<Record<keyof typeof Options.shape, string | undefined>>>;

/**
 * Lives through some weeks of an estate's sensors with faults injected, in this process and without AWS, and prints what
 * the product found of them, how soon, and what it found that was not there. Ends with 1 when that is not as promised.
 */
export async function showSimulation(given: SimulateOptions): Promise<void> {
  const options = Options.safeParse(given);
  if (!options.success) {
    const [issue] = options.error.issues;
    throw new Error(`--${issue?.path.join('.')} is not ${issue?.message}.`);
  }
  const { days, devices, seed, seeds, json } = options.data;
  const simulated: Simulated[] = [];
  for (let next = seed; next < seed + seeds; next += 1) {
    const began = performance.now();
    const one = await simulate({ days, devices, seed: next });
    simulated.push(one);
    const seconds = Math.round((performance.now() - began) / 1000);
    console.log(`Seed ${next}: ${days} days of ${devices} devices in ${seconds} s.`);
  }
  console.log(`\n${reportOf(simulated)}`);
  if (json !== undefined) await writeFile(json, `${JSON.stringify({ simulations: simulated }, null, 2)}\n`);
  if (!isAsPromised(simulated)) process.exitCode = 1;
}
