import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clients, Place } from '../../support/dynamodb-place.ts';
import { incidentTable } from './incident-table.ts';

const item = {
  title: 'Bin store é😀',
  weight: 12.5,
  digest: Uint8Array.of(1, 2, 3, 250),
  isOpen: true,
  isShut: false,
  nothing: null,
  trail: [1, 'two', { three: 3 }],
  place: { lens: { id: 'c1', area: [1, 2] } },
  tags: new Set(['bag', 'sofa']),
  floors: new Set([1, 2]),
};

/** What each comparison and function of a condition says of one item. */
export function conditions(_place: Place, clients: () => Clients): void {
  describe('a condition', () => {
    const table = incidentTable();
    const Key = { estate: 'alder', id: 'conditions' };
    beforeAll(async () => {
      await clients().table(table);
      await clients().documents.send(
        new PutCommand({ TableName: table.TableName, Item: { ...Key, ...item } }),
      );
    });
    const holds = async (condition: string, values: Record<string, unknown> = {}): Promise<boolean> => {
      const update = new UpdateCommand({
        TableName: table.TableName,
        Key,
        UpdateExpression: 'SET seen = :seen',
        ConditionExpression: condition,
        ExpressionAttributeValues: { ':seen': true, ...values },
      });
      try {
        await clients().documents.send(update);
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
        throw error;
      }
    };

    it.each([
      ['title = :v', 'Bin store é😀'],
      ['weight < :v', 13],
      ['weight >= :v', 12.5],
      ['weight <> :v', '12.5'],
      ['absent <> :v', 1],
      // By UTF-8 bytes; by UTF-16 units it would be the other way round.
      ['title > :v', 'Bin store é\uffff'],
      ['digest > :v', Uint8Array.of(1, 2, 3, 127)],
      ['isShut = :v', false],
      ['nothing = :v', null],
      ['place = :v', { lens: { area: [1, 2], id: 'c1' } }],
      ['trail = :v', [1, 'two', { three: 3 }]],
      ['tags = :v', new Set(['sofa', 'bag'])],
      ['begins_with(title, :v)', 'Bin'],
      ['begins_with(digest, :v)', Uint8Array.of(1, 2)],
      ['contains(title, :v)', 'store'],
      ['contains(digest, :v)', Uint8Array.of(3, 250)],
      ['contains(tags, :v)', 'sofa'],
      ['contains(floors, :v)', 2],
      ['contains(trail, :v)', { three: 3 }],
      ['attribute_type(tags, :v)', 'SS'],
      ['attribute_type(nothing, :v)', 'NULL'],
      ['size(title) = :v', 13],
      ['size(digest) = :v', 4],
      ['size(tags) = :v', 2],
      ['size(place) = :v', 1],
      ['place.lens.area[1] = :v', 2],
      ['trail[2].three = :v', 3],
      ['NOT absent = :v', 1],
    ])('%s holds for %o', async (condition, value) => {
      expect(await holds(condition, { ':v': value })).toBe(true);
    });

    it.each([
      ['title = :v', 'Bin store'],
      ['weight < :v', '13'],
      ['weight > :v', 12.5],
      ['absent = :v', 1],
      ['absent < :v', 1],
      ['absent IN (:v)', 1],
      ['tags = :v', new Set(['sofa'])],
      ['place = :v', { lens: { id: 'c1' } }],
      ['trail = :v', ['two', 1, { three: 3 }]],
      ['begins_with(title, :v)', Uint8Array.of(66)],
      ['contains(tags, :v)', 1],
      ['contains(title, :v)', 'STORE'],
      ['size(weight) = :v', 4],
      ['place.lens.area[2] = :v', 2],
      ['place.lens.id.deeper = :v', 2],
      ['title <> :v', 'Bin store é😀'],
    ])('%s does not hold for %o', async (condition, value) => {
      expect(await holds(condition, { ':v': value })).toBe(false);
    });

    it('finds a value between two others, both included', async () => {
      const between = (low: unknown, high: unknown) =>
        holds('weight BETWEEN :low AND :high', { ':low': low, ':high': high });
      expect(await between(12.5, 13)).toBe(true);
      expect(await between(10, 12.5)).toBe(true);
      expect(await between(12.6, 13)).toBe(false);
      expect(await between('1', '2')).toBe(false);
    });

    it('knows false from absence', async () => {
      expect(await holds('attribute_exists(isShut) AND attribute_not_exists(absent)')).toBe(true);
      expect(await holds('isShut IN (:text, :no)', { ':text': 'x', ':no': false })).toBe(true);
    });

    it('binds NOT before AND before OR', async () => {
      const both = { ':a': true, ':b': false };
      expect(await holds('isOpen = :b AND isOpen = :b OR isOpen = :a', both)).toBe(true);
      expect(await holds('isOpen = :a OR isOpen = :a AND isOpen = :b', both)).toBe(true);
      expect(await holds('(isOpen = :a OR isOpen = :a) AND isOpen = :b', both)).toBe(false);
      expect(await holds('NOT isOpen = :b AND isOpen = :a', both)).toBe(true);
    });

    it.each([
      ['is no condition', 'isOpen = '],
      ['names an unknown function', 'exists(isOpen)'],
      ['uses a reserved word', 'status = :v'],
      ['asks for an order of booleans', 'isOpen = :v OR isOpen < :seen'],
      ['uses a value that was not given', 'isOpen = :other'],
      ['leaves a value unused', 'attribute_exists(isOpen)'],
    ])('is refused when it %s', async (_, condition) => {
      await expect(holds(condition, { ':v': 1 })).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });
}
