import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that `cdk synth` wrote for this run of the system tests. */
    assembly: string;
  }
}

/** Synthesises the CDK app once for all system tests. */
export default function setup(project: TestProject): void {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const assembly = `${root}.cache/system-tests/assembly`;
  const { status, stderr } = spawnSync(
    'cdk',
    ['synth', '--quiet', '--context', 'settings=test/system/settings.json', '--output', assembly],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`The CDK app could not be synthesised:\n${stderr}`);
  project.provide('assembly', assembly);
}
