import {
  DeleteCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clients, Place } from '../../support/dynamodb-place.ts';
import { incidentTable } from './incident-table.ts';

interface Incident {
  estate: string;
  id: string;
  patch?: string;
  due?: number;
  times?: number;
}
type Step =
  | { kind: 'put' | 'put-if-new'; incident: Incident }
  | { kind: 'add' | 'delete' | 'delete-if-there' | 'leave-patch'; incident: Incident }
  | { kind: 'together'; incident: Incident; other: Incident };

const incident: fc.Arbitrary<Incident> = fc.record(
  {
    estate: fc.constantFrom('alder', 'birch'),
    id: fc.constantFrom('1', '2', '3'),
    patch: fc.constantFrom('north', 'south'),
    due: fc.integer({ min: -3, max: 3 }),
    times: fc.integer({ min: 0, max: 9 }),
  },
  { requiredKeys: ['estate', 'id'] },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('put' as const, 'put-if-new' as const),
    incident,
  }),
  fc.record({
    kind: fc.constantFrom(
      'add' as const,
      'delete' as const,
      'delete-if-there' as const,
      'leave-patch' as const,
    ),
    incident,
  }),
  fc.record({ kind: fc.constant('together' as const), incident, other: incident }),
);

/** The table as plain objects: what each step must do, in as few words as there are. */
class Model {
  readonly #incidents = new Map<string, Incident>();

  /** Does the step; answers whether DynamoDB must accept it. */
  apply(step: Step): boolean {
    const name = nameOf(step.incident);
    const present = this.#incidents.get(name);
    switch (step.kind) {
      case 'put':
        this.#incidents.set(name, step.incident);
        return true;
      case 'put-if-new':
        if (present !== undefined) return false;
        this.#incidents.set(name, step.incident);
        return true;
      case 'add': {
        const { estate, id } = step.incident;
        this.#incidents.set(name, { estate, id, ...present, times: (present?.times ?? 0) + 1 });
        return true;
      }
      case 'delete':
        this.#incidents.delete(name);
        return true;
      case 'delete-if-there':
        return this.#incidents.delete(name);
      case 'leave-patch': {
        const { estate, id } = step.incident;
        const { patch: _patch, ...rest } = present ?? { estate, id };
        this.#incidents.set(name, rest);
        return true;
      }
      case 'together':
        if (nameOf(step.other) === name || this.#incidents.has(nameOf(step.other))) return false;
        this.#incidents.delete(name);
        this.#incidents.set(nameOf(step.other), step.other);
        return true;
    }
  }

  /** All incidents, in the order of estate and id. */
  incidents(): Incident[] {
    return [...this.#incidents.values()].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  }
}

function nameOf({ estate, id }: Incident): string {
  return `${estate} ${id}`;
}

async function take({ documents }: Clients, step: Step, TableName: string): Promise<void> {
  const { estate, id } = step.incident;
  const Key = { estate, id };
  const isNew = { ConditionExpression: 'attribute_not_exists(id)' };
  switch (step.kind) {
    case 'put':
      await documents.send(new PutCommand({ TableName, Item: step.incident }));
      break;
    case 'put-if-new':
      await documents.send(new PutCommand({ TableName, Item: step.incident, ...isNew }));
      break;
    case 'add':
      await documents.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: 'SET times = if_not_exists(times, :none) + :one',
          ExpressionAttributeValues: { ':none': 0, ':one': 1 },
        }),
      );
      break;
    case 'delete':
      await documents.send(new DeleteCommand({ TableName, Key }));
      break;
    case 'delete-if-there':
      await documents.send(
        new DeleteCommand({ TableName, Key, ConditionExpression: 'attribute_exists(id)' }),
      );
      break;
    case 'leave-patch':
      await documents.send(new UpdateCommand({ TableName, Key, UpdateExpression: 'REMOVE patch' }));
      break;
    case 'together': {
      const put = { TableName, Item: step.other, ...isNew };
      await documents.send(
        new TransactWriteCommand({ TransactItems: [{ Delete: { TableName, Key } }, { Put: put }] }),
      );
    }
  }
}

/** Whatever is done to it, the table and its index hold what a plain model of them holds. */
export function randomOperations(_place: Place, clients: () => Clients): void {
  describe('any sequence of writes', () => {
    it('leaves the table and its index as a plain model of them', { timeout: 60_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
          const table = incidentTable();
          await clients().table(table);
          const model = new Model();
          for (const one of steps) {
            expect(await isAccepted(take(clients(), one, table.TableName))).toBe(model.apply(one));
          }
          expect(await everything(clients(), table.TableName)).toEqual(model.incidents());
          for (const patch of ['north', 'south']) {
            const expected = model.incidents().filter((one) => one.patch === patch && one.due !== undefined);
            expect(await ofPatch(clients(), table.TableName, patch)).toEqual(
              expected.toSorted((a, b) => (a.due ?? 0) - (b.due ?? 0) || (nameOf(a) < nameOf(b) ? -1 : 1)),
            );
          }
        }),
        { numRuns: 40 },
      );
    });
  });
}

const refusals = ['ConditionalCheckFailedException', 'TransactionCanceledException', 'ValidationException'];

async function isAccepted(taken: Promise<void>): Promise<boolean> {
  try {
    await taken;
    return true;
  } catch (error) {
    if (error instanceof Error && refusals.includes(error.name)) return false;
    throw error;
  }
}

async function everything(clients: Clients, TableName: string): Promise<unknown[]> {
  const { Items = [] } = await clients.documents.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items.toSorted((a, b) => (`${a.estate} ${a.id}` < `${b.estate} ${b.id}` ? -1 : 1));
}

// Equal due numbers have no order of Amazon's, so they are put in that of their names.
async function ofPatch(clients: Clients, TableName: string, patch: string): Promise<unknown[]> {
  const { Items = [] } = await clients.documents.send(
    new QueryCommand({
      TableName,
      IndexName: 'by-patch',
      KeyConditionExpression: 'patch = :p',
      ExpressionAttributeValues: { ':p': patch },
    }),
  );
  const dues = Items.map(({ due }) => due);
  expect(dues).toEqual(dues.toSorted((a, b) => a - b));
  return Items.toSorted((a, b) => a.due - b.due || (`${a.estate} ${a.id}` < `${b.estate} ${b.id}` ? -1 : 1));
}
