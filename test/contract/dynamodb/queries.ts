import {
  BatchWriteCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clients, Place } from '../../support/dynamodb-place.ts';
import { incidentTable } from './incident-table.ts';

/** Queries of a table and of its indexes: pages, filters and projections. */
export function queries(place: Place, clients: () => Clients): void {
  describe('a query', () => {
    const table = incidentTable();
    const { TableName } = table;
    const ids = Array.from({ length: 30 }, (_, at) => `i-${String(at).padStart(2, '0')}`);
    const base = {
      TableName,
      KeyConditionExpression: 'estate = :e',
      ExpressionAttributeValues: { ':e': 'alder' },
    };
    const query = (more: Partial<QueryCommandInput>) =>
      clients().documents.send(new QueryCommand({ ...base, ...more }));
    const byPatch = {
      IndexName: 'by-patch',
      KeyConditionExpression: 'patch = :p',
      ExpressionAttributeValues: { ':p': 'north' },
    };

    beforeAll(async () => {
      await clients().table(table);
      // Every third has a patch, so that the index is sparse; all of those share three due numbers.
      const items = ids.map((id, at) => ({
        estate: 'alder',
        id,
        note: { words: `note ${at}`, length: at },
        ...(at % 3 === 0 ? { patch: 'north', due: at % 9 } : {}),
      }));
      for (let at = 0; at < items.length; at += 25) {
        const puts = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
        await clients().documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
      }
    });

    it('finds keys that begin with given text', async () => {
      const { Items } = await query({
        KeyConditionExpression: 'estate = :e AND begins_with(id, :i)',
        ExpressionAttributeValues: { ':e': 'alder', ':i': 'i-1' },
      });
      expect(Items?.map(({ id }) => id)).toEqual(ids.slice(10, 20));
    });

    it('gives every item once over its pages', async () => {
      const seen: unknown[] = [];
      const sizes: number[] = [];
      for await (const page of paginateQuery({ client: clients().documents, pageSize: 7 }, { ...base })) {
        seen.push(...(page.Items ?? []).map(({ id }) => id));
        sizes.push(page.Count ?? 0);
      }
      expect(seen).toEqual(ids);
      expect(sizes).toEqual([7, 7, 7, 7, 2]);
    });

    it('gives every entry of an index once over its pages, though entries share their keys', async () => {
      for (const ScanIndexForward of [true, false]) {
        const pages = paginateQuery(
          { client: clients().documents, pageSize: 2 },
          { ...base, ...byPatch, ScanIndexForward },
        );
        const seen: unknown[] = [];
        const dues: number[] = [];
        for await (const page of pages) {
          seen.push(...(page.Items ?? []).map(({ id }) => id));
          dues.push(...(page.Items ?? []).map(({ due }) => due));
        }
        expect(seen.toSorted()).toEqual(ids.filter((_, at) => at % 3 === 0));
        expect(dues).toEqual(dues.toSorted((a, b) => (ScanIndexForward ? a - b : b - a)));
      }
    });

    it('names the place to go on from when the limit is reached, even at the end', async () => {
      const whole = await query({ Limit: 30 });
      expect(whole.LastEvaluatedKey).toEqual({ estate: 'alder', id: 'i-29' });
      expect((await query({ Limit: 31 })).LastEvaluatedKey).toBeUndefined();
      const entry = await query({ ...byPatch, Limit: 1 });
      expect(entry.LastEvaluatedKey).toEqual({
        estate: 'alder',
        id: expect.any(String),
        patch: 'north',
        due: 0,
      });
    });

    it('applies the limit before the filter', async () => {
      const { Items, Count, ScannedCount, LastEvaluatedKey } = await query({
        FilterExpression: 'note.#l > :l',
        ExpressionAttributeNames: { '#l': 'length' },
        ExpressionAttributeValues: { ':e': 'alder', ':l': 7 },
        Limit: 10,
      });
      expect({ ids: Items?.map(({ id }) => id), Count, ScannedCount, LastEvaluatedKey }).toEqual({
        ids: ['i-08', 'i-09'],
        Count: 2,
        ScannedCount: 10,
        LastEvaluatedKey: { estate: 'alder', id: 'i-09' },
      });
    });

    it('gives only what the projection names', async () => {
      const { Items } = await query({
        ProjectionExpression: 'id, note.words, absent',
        Limit: 1,
      });
      expect(Items).toEqual([{ id: 'i-00', note: { words: 'note 0' } }]);
    });

    it('gives only keys from an index that holds only keys', async () => {
      const { Items } = await query({ ...byPatch, IndexName: 'by-patch-keys-only', Limit: 1 });
      expect(Items).toEqual([{ estate: 'alder', id: expect.any(String), patch: 'north', due: 0 }]);
    });

    it('counts', async () => {
      const { Count, Items } = await query({ ...byPatch, Select: 'COUNT' });
      expect({ Count, Items }).toEqual({ Count: 10, Items: undefined });
    });

    it('ends a page after a megabyte', async () => {
      const note = 'x'.repeat(262_144 - 30);
      for (const id of ['1', '2', '3', '4', '5', '6']) {
        await clients().documents.send(new PutCommand({ TableName, Item: { estate: 'large', id, note } }));
      }
      const large = {
        ExpressionAttributeValues: { ':e': 'large' },
        ReturnConsumedCapacity: 'TOTAL' as const,
      };
      const first = await query(large);
      expect({
        count: first.Count,
        last: first.LastEvaluatedKey,
        units: first.ConsumedCapacity?.CapacityUnits,
      }).toEqual({
        count: 5,
        last: { estate: 'large', id: '5' },
        units: 160,
      });
      const second = await query({
        ...large,
        ExclusiveStartKey: first.LastEvaluatedKey,
        ConsistentRead: true,
      });
      expect({ count: second.Count, units: second.ConsumedCapacity?.CapacityUnits }).toEqual({
        count: 1,
        units: 64,
      });
    });

    it.each<[string, Partial<QueryCommandInput>]>([
      ['names no index of the table', { ...byPatch, IndexName: 'by-nothing' }],
      ['reads a global index consistently', { ...byPatch, ConsistentRead: true }],
      ['lacks the hash key', { KeyConditionExpression: 'id = :e' }],
      ['has a range for the hash key', { KeyConditionExpression: 'estate > :e' }],
      ['names an attribute that is no key', { KeyConditionExpression: 'estate = :e AND note = :e' }],
      ['has a key of another type', { ExpressionAttributeValues: { ':e': 1 } }],
      ['filters by a key', { FilterExpression: 'id = :e' }],
      ['starts in another partition', { ExclusiveStartKey: { estate: 'birch', id: 'x' } }],
      ['starts at half a key', { ExclusiveStartKey: { estate: 'alder' } }],
      ['has a limit of nothing', { Limit: 0 }],
    ])('is refused when it %s', async (_, more) => {
      await expect(query(more)).rejects.toMatchObject({ name: 'ValidationException' });
    });

    // January 2020's DynamoDB Local lets it pass, which Amazon never did.
    it.skipIf(place.released < '2024')('is refused when it projects what the index lacks', async () => {
      const lacking = query({ ...byPatch, IndexName: 'by-patch-keys-only', ProjectionExpression: 'note' });
      await expect(lacking).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });
}
