import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type FunctionDefinition, LambdaFunction } from '../../local/lambda/lambda-function.ts';

/** A function on this machine, made for one test, with its log. */
export interface LocalFunction {
  readonly lambda: LambdaFunction;
  log(): string;
}

/** Makes a function of an ES module's text, whose export `handler` is run. It is stopped when the test is over. */
export function functionOf(module: string, said: Partial<FunctionDefinition> = {}): LocalFunction {
  const folder = mkdtempSync(join(tmpdir(), 'estatewatch-function-'));
  writeFileSync(join(folder, 'index.mjs'), module);
  const logFile = join(folder, 'function.log');
  const lambda = new LambdaFunction({
    name: 'watch',
    folder,
    handler: 'index.handler',
    environment: {},
    timeoutSeconds: 10,
    memoryMegabytes: 256,
    logFile,
    ...said,
  });
  onTestFinished(async () => {
    await lambda.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { lambda, log: () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '') };
}
