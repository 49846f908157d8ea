import type { Instant } from '../platform/instant.ts';
import { keys } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { orConflict } from '../platform/version.ts';
import { Rota, SetRota } from './rota.ts';

/** The landlord's rota in the table. */
export class RotaStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** The rota as it is; an empty one at version 0 when nobody has set it. One GetItem. */
  async get(): Promise<SetRota> {
    return (await this.#table.get(keys.rota(), SetRota)) ?? { rota: Rota.parse({}), version: 0 };
  }

  /** Sets the rota anew. Throws `Conflict` when it has been set since version `after`. */
  async save(rota: Rota, setBy: string, setAt: Instant, { after }: { after: number }): Promise<SetRota> {
    const set = { rota, setBy, setAt, version: after + 1 };
    const when = after === 0 ? 'new' : { version: after };
    const put = { put: { ...keys.rota(), type: 'rota', ...set }, when } as const;
    await orConflict('The rota', () => this.#table.commit([put]));
    return set;
  }
}
