import type { z } from 'zod';
import type { Role } from './person.ts';

/**
 * The moves of a thing with states, as data: from which states, to which, who may, and what must be said.
 * The API, the history, the buttons and the tests read them from here. `rule` is for moves that our rules make.
 */
export type Moves<Status extends string> = Readonly<
  Record<
    string,
    {
      readonly from: readonly Status[];
      readonly to: Status;
      readonly by: readonly (Role | 'rule')[];
      readonly needs: z.ZodType;
    }
  >
>;
