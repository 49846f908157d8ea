import { OpenAPIHono, z } from '@hono/zod-openapi';
import { plusSeconds } from '../../shared/platform/instant.ts';
import { byPerson } from '../../shared/platform/person.ts';
import { LARGEST_SHEET_BYTES, MOST_SHEET_ROWS } from '../../shared/platform/sheet.ts';
import { staffRoute } from './access.ts';
import { type ApiEnv, personOf } from './caller.ts';
import { json } from './contract.ts';
import { importCosts, importRegister } from './import-sheets.ts';
import type { Room } from './room.ts';

// API Gateway waits 30 s for an answer, and the function may take 29.
const WRITES_FOR_SECONDS = 20;

const body = {
  required: true,
  description: `The CSV file as it is, ${LARGEST_SHEET_BYTES / 1_000_000} MB and ${MOST_SHEET_ROWS} rows at most. Send what is not UTF-8 as application/octet-stream: other types pass as text.`,
  content: {
    'text/csv': { schema: z.string() },
    'application/octet-stream': { schema: z.string() },
  },
};

/** What became of each row of a sheet. */
const SheetImported = z
  .object({
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    /** How many good rows were not reached in the time there is: the same file again goes on with them. */
    left: z.int(),
    rows: z.array(
      z.object({ line: z.int(), id: z.string(), did: z.enum(['added', 'changed', 'unchanged', 'left']) }),
    ),
    bad: z.array(z.object({ line: z.int(), column: z.string().optional(), reason: z.string() })),
    ignoredColumns: z.array(z.string()),
  })
  .openapi('SheetImported', {
    description: 'What became of each row: the good ones are in, the bad ones are listed with the reason.',
  });

const registerSheetRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'post',
    path: '/register/sheet',
    operationId: 'importRegisterSheet',
    tags: ['Register'],
    summary: 'Import estates, blocks and assets from a spreadsheet',
    description:
      'Row by row: good rows go in, bad ones are listed. The same file again changes nothing. Columns: docs/imports.md.',
    request: { body },
    responses: { 200: json('What became of each row.', SheetImported) },
  },
  { bodyMegabytes: 6 },
);

const costSheetRoute = staffRoute(
  { roles: ['manager'], within: 'landlord' },
  {
    method: 'post',
    path: '/tasks/costs-sheet',
    operationId: 'importCostSheet',
    tags: ['Tasks'],
    summary: 'Import what tasks have cost from a spreadsheet',
    description:
      'Row by row, in pounds without VAT: good rows go in, bad ones are listed. The same file again changes nothing. Columns: docs/imports.md.',
    request: { body },
    responses: { 200: json('What became of each row.', SheetImported) },
  },
  { bodyMegabytes: 6 },
);

/** Spreadsheets: the register's, and the costs of tasks. */
export function sheetRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  routes.openapi(registerSheetRoute, async (c) => {
    const until = plusSeconds(room.clock(), WRITES_FOR_SECONDS);
    const imported = await importRegister(new Uint8Array(await c.req.arrayBuffer()), room, until);
    return c.json(imported, 200);
  });

  routes.openapi(costSheetRoute, async (c) => {
    const until = plusSeconds(room.clock(), WRITES_FOR_SECONDS);
    const person = personOf(c);
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    return c.json(await importCosts(bytes, person, byPerson(person), room, until), 200);
  });

  return routes;
}
