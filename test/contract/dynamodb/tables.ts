import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clients, Place } from '../../support/dynamodb-place.ts';
import { incidentTable } from './incident-table.ts';

/** Making, describing, listing and deleting tables, and their time to live. */
export function tables(_place: Place, clients: () => Clients): void {
  describe('a table', () => {
    const table = incidentTable();
    const { TableName } = table;
    beforeAll(() => clients().table(table));

    it('is described as it was made', async () => {
      const { Table } = await clients().plain.send(new DescribeTableCommand({ TableName }));
      expect(Table).toMatchObject({
        TableName,
        TableStatus: 'ACTIVE',
        KeySchema: table.KeySchema,
        BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
        StreamSpecification: table.StreamSpecification,
        TableArn: expect.stringMatching(new RegExp(`^arn:aws:dynamodb:.*:table/${TableName}$`)),
        LatestStreamArn: expect.stringMatching(new RegExp(`:table/${TableName}/stream/`)),
      });
      expect(Table?.CreationDateTime?.getTime()).toBeGreaterThan(Date.now() - 60_000);
      const indexes = Table?.GlobalSecondaryIndexes?.map(({ IndexName, IndexStatus }) => [
        IndexName,
        IndexStatus,
      ]);
      expect(indexes?.toSorted()).toEqual([
        ['by-patch', 'ACTIVE'],
        ['by-patch-keys-only', 'ACTIVE'],
      ]);
    });

    it('is listed, page by page', async () => {
      const another = incidentTable();
      await clients().table(another);
      const listed: string[] = [];
      let after: string | undefined;
      do {
        const page: { TableNames?: string[] | undefined; LastEvaluatedTableName?: string | undefined } =
          await clients().plain.send(new ListTablesCommand({ Limit: 1, ExclusiveStartTableName: after }));
        listed.push(...(page.TableNames ?? []));
        after = page.LastEvaluatedTableName;
      } while (after !== undefined);
      expect(listed).toEqual(expect.arrayContaining([TableName, another.TableName]));
      expect(listed).toEqual([...new Set(listed)].toSorted());
    });

    it('is made once', async () => {
      await expect(clients().table(table)).rejects.toMatchObject({ name: 'ResourceInUseException' });
    });

    it('comes back empty after it was deleted', async () => {
      const again = incidentTable();
      const Key = { estate: 'alder', id: 'x' };
      await clients().table(again);
      await clients().documents.send(new PutCommand({ TableName: again.TableName, Item: Key }));
      await clients().plain.send(new DeleteTableCommand({ TableName: again.TableName }));
      const gone = clients().plain.send(new DescribeTableCommand({ TableName: again.TableName }));
      await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
      await clients().table(again);
      const { Item } = await clients().documents.send(new GetCommand({ TableName: again.TableName, Key }));
      expect(Item).toBeUndefined();
    });

    it.each([
      ['has no definition of a key attribute', { AttributeDefinitions: [] }],
      ['begins its key with a range key', { KeySchema: table.KeySchema?.toReversed() }],
      ['has a name of two letters', { TableName: 'ab' }],
    ])('is refused when it %s', async (_, more) => {
      const create = clients().plain.send(
        new CreateTableCommand({ ...incidentTable(), BillingMode: 'PAY_PER_REQUEST', ...more }),
      );
      await expect(create).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('has a time to live once that is set', async () => {
      const status = async () =>
        (await clients().plain.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
      const set = (Enabled: boolean) =>
        clients().plain.send(
          new UpdateTimeToLiveCommand({
            TableName,
            TimeToLiveSpecification: { AttributeName: 'expires', Enabled },
          }),
        );
      expect(await status()).toEqual({ TimeToLiveStatus: 'DISABLED' });
      await set(true);
      expect(await status()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
      await expect(set(true)).rejects.toMatchObject({ name: 'ValidationException' });
      await set(false);
      expect(await status()).toEqual({ TimeToLiveStatus: 'DISABLED' });
    });
  });
}
