import { PutCommand, paginateScan, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clients, Place } from '../../support/dynamodb-place.ts';
import { incidentTable } from './incident-table.ts';

/** Scans: pages, segments, indexes and filters. */
export function scans(_place: Place, clients: () => Clients): void {
  describe('a scan', () => {
    const table = incidentTable();
    const { TableName } = table;
    const ids = Array.from({ length: 40 }, (_, at) => `i-${String(at).padStart(2, '0')}`);
    beforeAll(async () => {
      await clients().table(table);
      for (const id of ids) {
        const Item = { estate: `estate ${id}`, id, ...(id.endsWith('5') ? { patch: 'north', due: 1 } : {}) };
        await clients().documents.send(new PutCommand({ TableName, Item }));
      }
    });
    const scanned = async (more: object = {}) => {
      const found: unknown[] = [];
      for await (const page of paginateScan(
        { client: clients().documents, pageSize: 9 },
        { TableName, ...more },
      )) {
        found.push(...(page.Items ?? []).map(({ id }) => id));
      }
      return found;
    };

    it('gives every item once over its pages', async () => {
      expect((await scanned()).toSorted()).toEqual(ids);
    });

    it('gives every item in exactly one of its segments', async () => {
      const segments = await Promise.all([0, 1, 2].map((Segment) => scanned({ Segment, TotalSegments: 3 })));
      expect(segments.flat().toSorted()).toEqual(ids);
      expect(segments.filter((segment) => segment.length > 0).length).toBeGreaterThan(1);
    });

    it('gives the entries of a sparse index', async () => {
      expect((await scanned({ IndexName: 'by-patch' })).toSorted()).toEqual(['i-05', 'i-15', 'i-25', 'i-35']);
    });

    it('filters', async () => {
      const { Items, ScannedCount } = await clients().documents.send(
        new ScanCommand({
          TableName,
          FilterExpression: 'id = :id',
          ExpressionAttributeValues: { ':id': 'i-07' },
        }),
      );
      expect({ Items, ScannedCount }).toEqual({
        Items: [{ estate: 'estate i-07', id: 'i-07' }],
        ScannedCount: 40,
      });
    });
  });
}
