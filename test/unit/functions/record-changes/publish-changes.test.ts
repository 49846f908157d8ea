import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { publishChanges } from '../../../../functions/record-changes/publish-changes.ts';
import { anIncident, aSighting, aTask } from '../../../support/builders.ts';

const bus = new EventBridgeClient({ region: 'eu-west-2' });
const amazon = mockClient(bus);

beforeEach(() => {
  amazon.reset();
  amazon
    .on(PutEventsCommand)
    .callsFake(({ Entries }) => ({ Entries: Entries.map(() => ({ EventId: 'e' })) }));
});

let sequence = 0;
function changed(after: object | undefined, before?: object): DynamoDBRecord {
  sequence += 1;
  const image = (item: object) => JSON.parse(JSON.stringify(marshall(item)));
  return {
    dynamodb: {
      SequenceNumber: String(sequence),
      ...(after === undefined ? {} : { NewImage: image(after) }),
      ...(before === undefined ? {} : { OldImage: image(before) }),
    },
  };
}

const incident = (id: string) => ({ type: 'incident', ...anIncident({ id }) });
const incidents = (count: number) =>
  Array.from({ length: count }, (_, number) => changed(incident(`FT-${number}`)));

/** The ids that each call published, with what kind of thing each is. */
const published = () =>
  amazon
    .commandCalls(PutEventsCommand)
    .map(({ args: [{ input }] }) =>
      (input.Entries ?? []).map(({ DetailType, Detail }) => `${DetailType} ${JSON.parse(Detail ?? '{}').id}`),
    );

describe('what changed in the table', () => {
  it('is published with what it was before, under our name', async () => {
    const before = incident('FT-1');
    const record = changed({ ...before, status: 'confirmed', version: 2 }, before);
    expect(await publishChanges([record], bus, 'changes')).toBeUndefined();
    const [call] = amazon.commandCalls(PutEventsCommand);
    const [entry] = call?.args[0].input.Entries ?? [];
    expect(entry).toMatchObject({ EventBusName: 'changes', Source: 'estatewatch', DetailType: 'incident' });
    expect(JSON.parse(entry?.Detail ?? '')).toMatchObject({
      id: 'FT-1',
      status: 'confirmed',
      previousStatus: 'flagged',
    });
  });

  it('is published in its order, ten at a time, without what is nobody’s business', async () => {
    const [first, ...rest] = incidents(11);
    const sighting = changed({ type: 'sighting', ...aSighting() });
    const gone = changed(undefined, incident('FT-gone'));
    const task = changed({ type: 'task', ...aTask() });
    const records = [...(first ? [first] : []), sighting, gone, ...rest, task];
    expect(await publishChanges(records, bus, 'changes')).toBeUndefined();
    const ids = Array.from({ length: 11 }, (_, number) => `incident FT-${number}`);
    expect(published()).toEqual([ids.slice(0, 10), [ids[10], 'task T-0000000001']]);
  });

  it('asks nothing of the bus when there is nothing to say', async () => {
    expect(
      await publishChanges([changed({ type: 'sighting', ...aSighting() })], bus, 'changes'),
    ).toBeUndefined();
    expect(amazon.calls()).toHaveLength(0);
  });
});

describe('when the bus', () => {
  it('refuses one event, the stream goes on from that record', async () => {
    const records = incidents(13);
    const refused = [{ EventId: 'e' }, { ErrorCode: 'ThrottlingException' }, { EventId: 'e' }];
    amazon
      .on(PutEventsCommand)
      .resolvesOnce({ Entries: Array(10).fill({ EventId: 'e' }) })
      .resolves({ Entries: refused });
    expect(await publishChanges(records, bus, 'changes')).toBe(records[11]?.dynamodb?.SequenceNumber);
    expect(published()).toHaveLength(2);
  });

  it('refuses in the first call, what comes after is not published ahead of it', async () => {
    const records = incidents(13);
    amazon.on(PutEventsCommand).resolves({ Entries: [{ ErrorCode: 'InternalFailure' }] });
    expect(await publishChanges(records, bus, 'changes')).toBe(records[0]?.dynamodb?.SequenceNumber);
    expect(published()).toHaveLength(1);
  });

  it('does not say what became of them, they are published again', async () => {
    const records = incidents(2);
    amazon.on(PutEventsCommand).resolves({});
    expect(await publishChanges(records, bus, 'changes')).toBe(records[0]?.dynamodb?.SequenceNumber);
  });

  it('cannot be reached, the whole batch comes again', async () => {
    amazon.on(PutEventsCommand).rejects(new Error('connection refused'));
    await expect(publishChanges(incidents(1), bus, 'changes')).rejects.toThrow('connection refused');
  });
});
