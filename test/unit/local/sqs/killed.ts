import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/**
 * Runs a program of this repository in a process of its own and waits for the first line that it prints; `kill` ends it
 * with SIGKILL. What it had accepted by then must be found again by whoever opens its folder next.
 */
export async function started(
  program: URL,
  args: string[],
): Promise<{ line: string; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, [fileURLToPath(program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  for await (const line of createInterface({ input: child.stdout })) return { line, kill };
  throw new Error(`The program ended without a word: ${program}`);
}

/** Runs a program until it prints a line, kills it at once, and answers with that line. */
export async function lineBeforeKill(program: URL, args: string[]): Promise<string> {
  const { line, kill } = await started(program, args);
  await kill();
  return line;
}
