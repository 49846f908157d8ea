import { randomUUID } from 'node:crypto';
import {
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Clients, itSince, type Place } from '../../support/dynamodb-place.ts';
import { incidentTable } from './incident-table.ts';

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** TransactWriteItems and TransactGetItems. */
export function transactions(place: Place, clients: () => Clients): void {
  describe('a transaction', () => {
    const table = incidentTable();
    const { TableName } = table;
    beforeAll(() => clients().table(table));

    const key = (id: string) => ({ estate: 'alder', id });
    const get = async (id: string) =>
      (await clients().documents.send(new GetCommand({ TableName, Key: key(id), ConsistentRead: true })))
        .Item;
    const put = (id: string, more: object = {}): Action => ({
      Put: { TableName, Item: { ...key(id), ...more } },
    });
    const given = (id: string, more: object = {}) =>
      clients().documents.send(new PutCommand({ TableName, Item: { ...key(id), ...more } }));
    const transact = (TransactItems: Action[], more: Partial<TransactWriteCommandInput> = {}) =>
      clients().documents.send(new TransactWriteCommand({ TransactItems, ...more }));
    const add = (id: string): Action => ({
      Update: {
        TableName,
        Key: key(id),
        UpdateExpression: 'ADD times :one',
        ExpressionAttributeValues: { ':one': 1 },
      },
    });

    it('puts, updates, deletes and checks together', async () => {
      await given('checked');
      await given('deleted', { patch: 'south', due: 1 });
      await transact([
        put('put', { patch: 'south', due: 2 }),
        add('updated'),
        { Delete: { TableName, Key: key('deleted') } },
        { ConditionCheck: { TableName, Key: key('checked'), ConditionExpression: 'attribute_exists(id)' } },
      ]);
      expect(await get('put')).toEqual({ ...key('put'), patch: 'south', due: 2 });
      expect(await get('updated')).toEqual({ ...key('updated'), times: 1 });
      expect(await get('deleted')).toBeUndefined();
      const { Items } = await clients().documents.send(
        new QueryCommand({
          TableName,
          IndexName: 'by-patch',
          KeyConditionExpression: 'patch = :p',
          ExpressionAttributeValues: { ':p': 'south' },
        }),
      );
      expect(Items?.map(({ id }) => id)).toEqual(['put']);
    });

    it('does nothing when one condition fails, and says for each action why, with the item if it was asked for', async () => {
      await given('held', { version: 4 });
      const refused = transact([
        put('not-put'),
        {
          Put: {
            TableName,
            Item: key('held'),
            ConditionExpression: 'version = :v',
            ExpressionAttributeValues: { ':v': 3 },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        add('not-updated'),
        {
          Delete: {
            TableName,
            Key: key('nothing'),
            ConditionExpression: 'attribute_exists(id)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
      ]);
      await expect(refused).rejects.toMatchObject({
        name: 'TransactionCanceledException',
        message:
          'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
          '[None, ConditionalCheckFailed, None, ConditionalCheckFailed]',
        CancellationReasons: [
          { Code: 'None' },
          {
            Code: 'ConditionalCheckFailed',
            Message: 'The conditional request failed',
            // Items within errors come as they travel, also through the document client.
            Item: { estate: { S: 'alder' }, id: { S: 'held' }, version: { N: '4' } },
          },
          { Code: 'None' },
          { Code: 'ConditionalCheckFailed' },
        ],
      });
      const reasons = await refused.catch((error) => error.CancellationReasons);
      expect(reasons[3]).not.toHaveProperty('Item');
      expect(await get('not-put')).toBeUndefined();
      expect(await get('not-updated')).toBeUndefined();
      expect(await get('held')).toEqual({ ...key('held'), version: 4 });
    });

    it('is done once, however often it comes with the same token', async () => {
      const ClientRequestToken = randomUUID();
      for (let times = 0; times < 3; times++) await transact([add('token')], { ClientRequestToken });
      expect(await get('token')).toEqual({ ...key('token'), times: 1 });
      await transact([add('token')]);
      expect(await get('token')).toEqual({ ...key('token'), times: 2 });
    });

    it('may be tried again with its token after it was cancelled', async () => {
      const guarded: Action = {
        Put: {
          TableName,
          Item: key('again'),
          ConditionExpression: 'attribute_not_exists(id)',
        },
      };
      const ClientRequestToken = randomUUID();
      await given('again');
      await expect(transact([guarded], { ClientRequestToken })).rejects.toMatchObject({
        name: 'TransactionCanceledException',
      });
      await transact([{ Delete: { TableName, Key: key('again') } }]);
      await transact([guarded], { ClientRequestToken });
      expect(await get('again')).toEqual(key('again'));
    });

    it('is refused when its token came before with other actions', async () => {
      const ClientRequestToken = randomUUID();
      await transact([put('first')], { ClientRequestToken });
      await expect(transact([put('second')], { ClientRequestToken })).rejects.toMatchObject({
        name: 'IdempotentParameterMismatchException',
      });
      expect(await get('second')).toBeUndefined();
    });

    it('is refused when it has two actions on one item', async () => {
      await expect(transact([put('twice'), put('other'), add('twice')])).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'Transaction request cannot include multiple operations on one item',
      });
      expect(await get('other')).toBeUndefined();
    });

    it('is cancelled when an update does not fit its item', async () => {
      const tooLarge = { a: 'x'.repeat(400_000) };
      await given('full', tooLarge);
      const grow: Action = {
        Update: {
          TableName,
          Key: key('full'),
          UpdateExpression: 'SET b = :b',
          ExpressionAttributeValues: { ':b': 'x'.repeat(20_000) },
        },
      };
      await expect(transact([put('beside'), grow])).rejects.toMatchObject({
        name: 'TransactionCanceledException',
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'ValidationError', Message: 'Item size to update has exceeded the maximum allowed size' },
        ],
      });
      expect(await get('beside')).toBeUndefined();
    });

    itSince(place, '2022-09', 'holds up to 100 actions and no more', async () => {
      const actions = Array.from({ length: 100 }, (_, at) => put(`many-${at}`));
      await transact(actions);
      expect(await get('many-99')).toEqual(key('many-99'));
      await expect(transact([...actions, put('one-more')])).rejects.toMatchObject({
        name: 'ValidationException',
      });
    });

    it.each<[string, Action[]]>([
      ['is empty', []],
      ['has an action of two kinds', [{ ...put('a'), Delete: { TableName, Key: key('b') } }]],
      ['has an action of no kind', [{}]],
      [
        'has a condition that cannot be read',
        [{ Delete: { TableName, Key: key('b'), ConditionExpression: 'id =' } }],
      ],
    ])('is refused when it %s', async (_, actions) => {
      await expect(transact(actions)).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('costs twice the capacity', async () => {
      const { ConsumedCapacity } = await transact([put('cost-1'), put('cost-2')], {
        ReturnConsumedCapacity: 'TOTAL',
      });
      expect(ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 4, WriteCapacityUnits: 4 }]);
    });

    it('counts as one when many race for the same item', async () => {
      await given('raced', { version: 0 });
      const race = (winner: number) =>
        transact([
          put(`won-${winner}`),
          {
            Update: {
              TableName,
              Key: key('raced'),
              UpdateExpression: 'SET version = :next',
              ConditionExpression: 'version = :seen',
              ExpressionAttributeValues: { ':seen': 0, ':next': winner },
            },
          },
        ]);
      const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map(race));
      const winners = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? [at + 1] : []));
      expect(winners).toHaveLength(1);
      expect((await get('raced'))?.version).toBe(winners[0]);
      for (const racer of [1, 2, 3, 4, 5]) {
        expect((await get(`won-${racer}`)) !== undefined).toBe(racer === winners[0]);
      }
    });

    it('reads several items at once, in order, an absent one too', async () => {
      await given('read', { a: 1, b: 2 });
      const { Responses } = await clients().documents.send(
        new TransactGetCommand({
          TransactItems: [
            { Get: { TableName, Key: key('absent') } },
            { Get: { TableName, Key: key('read'), ProjectionExpression: 'b' } },
          ],
        }),
      );
      expect(Responses).toEqual([{ Item: undefined }, { Item: { b: 2 } }]);
    });
  });
}
