import { afterAll, beforeAll, describe } from 'vitest';
import { Clients, placesUnderTest } from '../../support/dynamodb-place.ts';
import { batches } from './batches.ts';
import { conditionalWrites } from './conditional-writes.ts';
import { conditions } from './conditions.ts';
import { queries } from './queries.ts';
import { randomOperations } from './random-operations.ts';
import { scans } from './scans.ts';
import { sortKeys } from './sort-keys.ts';
import { tables } from './tables.ts';
import { transactions } from './transactions.ts';
import { updates } from './updates.ts';

// One file, so that Amazon's JVM is started once for all of it.
describe.each(placesUnderTest())('On $name', (place) => {
  let running: Awaited<ReturnType<typeof place.start>>;
  let clients: Clients;
  beforeAll(async () => {
    running = await place.start();
    clients = new Clients(running.endpoint);
  });
  afterAll(async () => {
    clients.close();
    await running.stop();
  });
  for (const suite of [
    tables,
    conditionalWrites,
    conditions,
    updates,
    sortKeys,
    queries,
    scans,
    batches,
    transactions,
    randomOperations,
  ]) {
    suite(place, () => clients);
  }
});
