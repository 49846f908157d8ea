import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { startDynamoDb } from '../local/dynamodb/dynamodb.ts';
import { DeadlineStore } from '../shared/deadlines/deadline-store.ts';
import { DeviceFaults } from '../shared/incidents/device-faults.ts';
import { IncidentStore } from '../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../shared/incidents/kinds.ts';
import { plusSeconds } from '../shared/platform/instant.ts';
import { Table } from '../shared/platform/table.ts';
import type { Asset } from '../shared/register/asset.ts';
import { RegisterStore } from '../shared/register/register-store.ts';
import { DeviceStore } from '../shared/sensors/device-store.ts';
import { PlaceRulesStore } from '../shared/sensors/place-rules-store.ts';
import { SensorSettings } from '../shared/sensors/sensor-settings.ts';
import { tableDefinition } from '../test/support/table-definition.ts';
import type { DeviceLife } from './sensor-lives.ts';
import { uplinkIn } from './sensor-reading.ts';

/**
 * What the table is asked for one uplink: items or queries read, and items written (a transaction writes several). The
 * mean of all uplinks that were heard, and the most that one of them took.
 */
export interface Requests {
  readonly readsMean: number;
  readonly readsMost: number;
  readonly writesMean: number;
  readonly writesMost: number;
}

// What a function has heard before it is counted, and what is counted.
const heardBefore = 100;
const counted = 400;

const Several = z.object({ TransactItems: z.array(z.unknown()) });

/** A client that counts what it asks. */
class CountingClient extends DynamoDBClient {
  reads = 0;
  writes = 0;

  constructor(endpoint: string) {
    super({ endpoint, region: 'eu-west-2', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });
    this.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) => {
          const items = Several.safeParse(args.input).data?.TransactItems.length ?? 1;
          if (/Get|Query|Scan/.test(commandName)) this.reads += items;
          else this.writes += items;
          return next(args);
        },
      { step: 'initialize' },
    );
  }
}

const about = {
  patch: 'north',
  estateId: 'riverside',
  coordinates: { latitude: 51.4812, longitude: -0.0521 },
};

function registered({ deviceId, model, watches }: DeviceLife): Asset[] {
  const { estateId, ...at } = about;
  const inBlock = { ...about, blockId: 'ash-court', name: 'Ash Court' };
  const watched = { ...inBlock, id: `${deviceId}-${watches}` };
  return [
    { kind: 'estate', id: estateId, name: 'Riverside', ...at },
    { kind: 'block', ...about, id: 'ash-court', name: 'Ash Court', uprn: '10008000001', homes: 48 },
    watches === 'door' ? { kind: 'door', ...watched, outer: true } : { kind: 'light', ...watched },
    { kind: 'sensor', ...inBlock, id: deviceId, model, watches: watched.id },
  ];
}

/**
 * What a function that is warm asks of the table for each uplink of a device that it knows, on the local DynamoDB, and
 * for the same uplinks delivered once more.
 */
export async function requestsFor(life: DeviceLife): Promise<{ heartbeat: Requests; repeat: Requests }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-sensors-'));
  const dynamoDb = await startDynamoDb({ folder });
  const client = new CountingClient(dynamoDb.endpoint);
  try {
    dynamoDb.ensureTable(tableDefinition('sensors'));
    const table = new Table('sensors', client);
    const register = new RegisterStore(table);
    await register.import({ assets: registered(life) });
    const devices = new DeviceStore(table);
    const faults = new DeviceFaults({
      register,
      places: new PlaceRulesStore(table),
      devices,
      deadlines: new DeadlineStore(table),
      incidents: new IncidentStore(table, RecurrenceDays.parse(undefined)),
      settings: SensorSettings.parse({}),
    });
    const heard: Taken[] = [];
    const repeated: Taken[] = [];
    for (const [index, body] of life.bodies.slice(0, heardBefore + counted).entries()) {
      const uplink = uplinkIn(life, body);
      const now = plusSeconds(body.receivedAt, 1);
      // As every minute in a system that runs: a deadline that has come sets the next one.
      const awaited = (await devices.get(life.deviceId))?.awaits ?? [];
      if (awaited.some((at) => at <= now)) await faults.lookAgain(life.deviceId, now);
      const taken = async (): Promise<Taken> => {
        [client.reads, client.writes] = [0, 0];
        await faults.hear(uplink, now);
        return { reads: client.reads, writes: client.writes };
      };
      const [once, again] = [await taken(), await taken()];
      if (index < heardBefore) continue;
      heard.push(once);
      repeated.push(again);
    }
    return { heartbeat: requestsOf(heard), repeat: requestsOf(repeated) };
  } finally {
    client.destroy();
    await dynamoDb.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Taken {
  reads: number;
  writes: number;
}

function requestsOf(taken: readonly Taken[]): Requests {
  const [reads, writes] = [taken.map((each) => each.reads), taken.map((each) => each.writes)];
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  return {
    readsMean: mean(reads),
    readsMost: Math.max(...reads),
    writesMean: mean(writes),
    writesMost: Math.max(...writes),
  };
}
