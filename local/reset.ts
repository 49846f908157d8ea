import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findRunning } from './whereabouts.ts';

const { values } = parseArgs({ options: { folder: { type: 'string', default: '.estatewatch' } } });
const folder = resolve(values.folder);
const running = findRunning(folder);
if (running === undefined) {
  rmSync(folder, { recursive: true, force: true });
  console.log(`${folder} is removed: the next \`npm start\` begins anew.`);
} else {
  console.error(`Estatewatch is running (${running.api}): stop it with Ctrl-C first.`);
  process.exitCode = 1;
}
