// Runs the local DynamoDB as a process of its own, so that a test can kill it. Arguments: the folder, and
// before which of its writing SQL statements it is to kill itself, the first being 1; without, it goes on.
import { StatementSync } from 'node:sqlite';
import { startDynamoDb } from '../../local/dynamodb/dynamodb.ts';

const [, , folder, fatalStatement] = process.argv;
if (folder === undefined) throw new Error('Which folder?');
let statements = 0;
StatementSync.prototype.run = new Proxy(StatementSync.prototype.run, {
  apply(run, statement, values) {
    statements += 1;
    if (String(statements) === fatalStatement) process.kill(process.pid, 'SIGKILL');
    return Reflect.apply(run, statement, values);
  },
});
const { endpoint } = await startDynamoDb({ folder });
console.log(endpoint);
