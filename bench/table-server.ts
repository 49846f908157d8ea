// One of the two servers that bench/table.ts compares. Arguments: `local` or `dynalite`, and a folder.
import { once } from 'node:events';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { startDynamoDb } from '../local/dynamodb/dynamodb.ts';

const [, , server, folder] = process.argv;
if (folder === undefined) throw new Error('Which folder?');
console.log(server === 'local' ? (await startDynamoDb({ folder })).endpoint : await startDynalite(folder));

async function startDynalite(within: string): Promise<string> {
  const listening = dynalite({ path: join(within, 'dynalite'), createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has a port');
  return `http://127.0.0.1:${address.port}`;
}
