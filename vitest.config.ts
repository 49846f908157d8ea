import { defineConfig } from 'vitest/config';

// Layered by cost. `npm test` runs all of them, the cheapest first.
const layer = (name: string, timeoutSeconds: number, more: object = {}) => ({
  test: {
    ...more,
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutSeconds * 1000,
    hookTimeout: timeoutSeconds * 1000,
  },
});

export default defineConfig({
  test: {
    projects: [
      layer('unit', 20),
      layer('contract', 60),
      layer('infra', 120),
      // Most of their time they wait for the next minute, so that three systems run beside each other.
      layer('system', 240, {
        globalSetup: 'test/system/synthesise.ts',
        maxWorkers: 3,
        sequence: { groupOrder: 1 },
      }),
    ],
  },
});
