import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { RunningSystem } from '../support/running-system.ts';

const CLI = fileURLToPath(new URL('../../local/cli.ts', import.meta.url));
const CLIPS = fileURLToPath(new URL('../../../shared/clips/real/', import.meta.url));
const areThere = existsSync(CLIPS);
if (!areThere) console.log('No clips beside the project: the tests on real footage are left out.');

// Labelled: a bag at 13 s, its box from 62.5 % across and 75.8 % down, 7.3 % by 12 %.
const BAG = { left: 0.625, top: 0.758, width: 0.073, height: 0.12 };

describe.runIf(areThere)('real footage, put in at the command line', () => {
  const system = new RunningSystem(inject('assembly'));
  beforeAll(async () => {
    await system.start();
    await system.register();
  });
  afterAll(() => system.remove());

  const ingest = async (file: string, camera: string) => {
    const args = [CLI, 'ingest', `${CLIPS}${file}`, '--camera', camera, '--folder', system.folder];
    const time = ['--recorded-at', '2026-11-20T14:00:00Z'];
    return (await promisify(execFile)(process.execPath, [...args, ...time])).stdout;
  };

  it('of a bag left on a pavement ends as an incident with stills and a box on the bag', async () => {
    const said = await ingest('pavement-bag.mp4', 'cam-kestrel-bins');
    expect(said).toContain('Flagged as fly-tipping:');
    const [file] = await system.incidents();
    expect(file?.incident).toMatchObject({ kind: 'fly-tipping', status: 'flagged' });
    expect(file?.incident.seen?.stills).toHaveLength(4);
    expect(file?.incident.seen?.atSeconds).toBeGreaterThan(11);
    expect(file?.incident.seen?.atSeconds).toBeLessThan(15);
    const box = file?.incident.seen?.box ?? { left: 0, top: 0, width: 0, height: 0 };
    const [across, down] = [box.left + box.width / 2, box.top + box.height / 2];
    expect(Math.abs(across - (BAG.left + BAG.width / 2))).toBeLessThan(BAG.width);
    expect(Math.abs(down - (BAG.top + BAG.height / 2))).toBeLessThan(BAG.height);
  });

  it('of people on a campus ends as a clip with nothing flagged', async () => {
    const said = await ingest('campus-walkers.mp4', 'cam-hilltop-path');
    expect(said).toContain('Nothing flagged:');
    expect(await system.incidents()).toHaveLength(1);
  });

  it('of a file that is not there, or a camera without a name, gets a sentence', async () => {
    await expect(ingest('nothing.mp4', 'cam-hilltop-path')).rejects.toThrow(/There is no such file/);
    await expect(ingest('campus-walkers.mp4', 'No Camera')).rejects.toThrow(/small letters/);
  });
});
