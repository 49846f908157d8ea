import { beforeEach, describe, expect, it } from 'vitest';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import { at } from '../../../support/builders.ts';
import { type Sensing, sensingOn } from '../../../support/sensing.ts';
import { aRegisterWithStairLights, type Sent } from '../../../support/sensor-deliveries.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const stairs = (count: number) => Array.from({ length: count }, (_, index) => `stair-${index + 1}`);

let sensing: Sensing;

/** Each says so at that time, through the gateway on the roof. */
async function all(
  ids: readonly string[],
  says: Sent['says'],
  moment: string,
  counter: number,
): Promise<void> {
  const gateways = ['roof'];
  for (const id of ids) await sensing.hear({ deviceId: `${id}-sensor`, says, at: moment, counter, gateways });
}

/** Everything that falls due in so many minutes is looked at, every five of them. */
async function pass(from: string, minutes: number): Promise<void> {
  for (let minute = 0; minute <= minutes; minute += 5)
    await sensing.check(plusSeconds(at(from), minute * 60));
}

const blockOut = () => sensing.incidents.lastAt('ash-court', 'lighting-fault');
const ofLight = (id: string) => sensing.incidents.lastAt(id, 'lighting-fault');
const gatewayOut = () => sensing.incidents.lastAt('gateway-roof', 'device-silent');
const ofSensor = (id: string) => sensing.incidents.lastAt(`${id}-sensor`, 'device-silent');

describe('a block whose lights go out together', () => {
  // Civil dusk is at 16:37 that day, and the lights are due a quarter of an hour later.
  const night = '2026-11-20T19:00:00Z';
  beforeEach(async () => {
    sensing = await sensingOn(tables.fresh());
    await sensing.register.import(aRegisterWithStairLights(4));
    for (const [counter, time] of ['18:20', '18:40'].entries())
      await all(stairs(4), 'lit', `2026-11-20T${time}:00Z`, counter);
  });

  it('is one incident, an emergency of the block, and none of its lights', async () => {
    for (const [counter, time] of ['19:00', '19:20'].entries())
      await all(stairs(4), 'dark', `2026-11-20T${time}:00Z`, counter + 2);
    await pass(night, 30);
    expect(await blockOut()).toMatchObject({
      status: 'confirmed',
      assetName: 'Ash Court',
      priority: 'emergency',
    });
    expect((await blockOut())?.reasons[0]).toBe('4 of the 5 lights of Ash Court are out');
    for (const id of stairs(4)) expect(await ofLight(id)).not.toMatchObject({ status: 'confirmed' });
  });

  it('takes in the lights that were told of alone before it showed', async () => {
    await all(['stair-1'], 'dark', '2026-11-20T19:00:00Z', 2);
    await all(['stair-2', 'stair-3', 'stair-4'], 'lit', '2026-11-20T19:00:00Z', 2);
    await pass(night, 20);
    expect(await ofLight('stair-1')).toMatchObject({ status: 'confirmed' });
    await all(['stair-1', 'stair-2', 'stair-3', 'stair-4'], 'dark', '2026-11-20T19:20:00Z', 3);
    await all(stairs(4), 'dark', '2026-11-20T19:40:00Z', 4);
    await pass('2026-11-20T19:20:00Z', 40);
    const block = await blockOut();
    expect(block).toMatchObject({ status: 'confirmed' });
    expect(await ofLight('stair-1')).toMatchObject({ status: 'resolved' });
    const file = await sensing.incidents.file((await ofLight('stair-1'))?.id ?? '');
    expect(file?.history.at(-1)?.said).toBe(
      `it is part of ${block?.id}: 4 of the 5 lights of Ash Court are out`,
    );
  });

  it('is over when they are lit again, and a light that stays dark is told of alone', async () => {
    for (const [counter, time] of ['19:00', '19:20'].entries())
      await all(stairs(4), 'dark', `2026-11-20T${time}:00Z`, counter + 2);
    await pass(night, 30);
    for (const [counter, time] of ['19:40', '20:00', '20:20'].entries()) {
      await all(['stair-2', 'stair-3', 'stair-4'], 'lit', `2026-11-20T${time}:00Z`, counter + 4);
      await all(['stair-1'], 'dark', `2026-11-20T${time}:00Z`, counter + 4);
    }
    await pass('2026-11-20T19:31:00Z', 80);
    expect(await blockOut()).toMatchObject({ status: 'resolved' });
    expect(await ofLight('stair-1')).toMatchObject({ status: 'confirmed' });
    expect(await ofLight('stair-2')).not.toMatchObject({ status: 'confirmed' });
  });

  it('is not over at dawn, when nobody can tell', async () => {
    for (const [counter, time] of ['19:00', '19:20'].entries())
      await all(stairs(4), 'dark', `2026-11-20T${time}:00Z`, counter + 2);
    await pass(night, 30);
    await all(stairs(4), 'lit', '2026-11-21T11:00:00Z', 4);
    await pass('2026-11-21T11:00:00Z', 2);
    expect(await blockOut()).toMatchObject({ status: 'confirmed' });
  });
});

describe('a gateway that hears nothing any more', () => {
  const sensors = stairs(5).map((id) => `${id}-sensor`);
  const look = async (...times: string[]) => {
    for (const time of times)
      for (const id of sensors) await sensing.faults.lookAgain(id, at(`2026-11-20T${time}:00Z`));
  };
  beforeEach(async () => {
    sensing = await sensingOn(tables.fresh(), { silence: { firstIntervalMinutes: 60 } });
    await sensing.register.import(aRegisterWithStairLights(5));
    for (const [counter, hour] of ['10', '11', '12'].entries())
      await all(stairs(5), 'dark', `2026-11-20T${hour}:00:00Z`, counter);
  });

  it('is one incident, not one for each device', async () => {
    await look('16:31', '16:40');
    const outage = await gatewayOut();
    expect(outage).toMatchObject({ status: 'confirmed', sightings: 5, assetName: 'Gateway roof' });
    expect(outage?.reasons[0]).toBe(
      'nothing has come through gateway roof, which 5 devices here are heard by',
    );
    for (const id of stairs(5)) expect(await ofSensor(id)).toBeUndefined();
  });

  it('is looked at again every half hour', async () => {
    await look('16:40');
    expect(await sensing.lookedAtIn('2026-11-20T17:10')).toContain(
      'device/stair-1-sensor/2026-11-20T17:10:00.000Z',
    );
  });

  it('is over when it hears again, and a device that does not come back is told of after its usual silence', async () => {
    await look('16:40');
    for (const [counter, hour] of ['17', '18', '19'].entries())
      await all(stairs(4), 'dark', `2026-11-20T${hour}:00:00Z`, counter + 10);
    await look('19:00', '19:40');
    expect(await gatewayOut()).toMatchObject({ status: 'resolved' });
    expect(await ofSensor('stair-5')).toBeUndefined();
    await look('23:50');
    expect(await ofSensor('stair-5')).toMatchObject({ status: 'confirmed' });
    expect(await ofSensor('stair-1')).toBeUndefined();
  });

  it('is not made of one device that falls silent while others are heard', async () => {
    for (const [counter, hour] of ['13', '14', '15', '16'].entries())
      await all(stairs(4), 'dark', `2026-11-20T${hour}:00:00Z`, counter + 10);
    await look('16:40');
    expect(await gatewayOut()).toBeUndefined();
    expect(await ofSensor('stair-5')).toMatchObject({ status: 'confirmed' });
  });

  it('leaves a device that was silent before to itself', async () => {
    for (const [counter, hour] of ['13', '14', '15', '16', '17'].entries())
      await all(stairs(4), 'dark', `2026-11-20T${hour}:00:00Z`, counter + 10);
    await look('16:40', '22:00');
    expect(await gatewayOut()).toMatchObject({ status: 'confirmed', sightings: 4 });
    expect(await ofSensor('stair-5')).toMatchObject({ status: 'confirmed' });
  });
});
