import { beforeEach, describe, expect, it } from 'vitest';
import { flagsOf, noteFlags } from '../../../../functions/follow-changes/note-flags.ts';
import { CameraFlagStore } from '../../../../shared/clips/camera/camera-flag-store.ts';
import { Disposition } from '../../../../shared/incidents/incident.ts';
import type { IncidentFile } from '../../../../shared/incidents/incident-file.ts';
import {
  type IncidentMove,
  type IncidentMoveDetail,
  moveIncident,
} from '../../../../shared/incidents/incident-moves.ts';
import { IncidentStore } from '../../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../../shared/incidents/kinds.ts';
import { byPerson, byRule } from '../../../../shared/platform/person.ts';
import { aDoorSighting, aPerson, aSighting, at } from '../../../support/builders.ts';
import { tablesForThisFile } from '../../../support/table.ts';

const tables = tablesForThisFile();
const CAMERA = 'ash-court-bin-camera';
const BEGIN = at('2026-01-01T00:00:00Z');

let incidents: IncidentStore;
let flags: CameraFlagStore;

beforeEach(() => {
  const table = tables.fresh();
  incidents = new IncidentStore(table, RecurrenceDays.parse(undefined));
  flags = new CameraFlagStore(table);
});

const see = (id: string, when: string) =>
  incidents.take(aSighting({ id, at: when }), byRule('left-behind'), at(when));

async function fileOf(incidentId: string): Promise<IncidentFile> {
  const file = await incidents.file(incidentId);
  if (file === undefined) throw new Error(`there is no incident ${incidentId}`);
  return file;
}

async function move<Move extends IncidentMove>(
  incidentId: string,
  name: Move,
  detail: IncidentMoveDetail<Move>,
  when: string,
): Promise<void> {
  const { incident } = await fileOf(incidentId);
  const change = moveIncident(incident, name, detail, byPerson(aPerson()), at(when));
  await incidents.save(change, { after: incident.version });
}

/** What is known of each flag after the incident was followed. */
async function outcomes(incidentId: string): Promise<string[]> {
  await noteFlags(await fileOf(incidentId), flags);
  return (await flags.since(CAMERA, BEGIN)).map(({ sightingId, outcome }) => `${sightingId}: ${outcome}`);
}

describe('the flag of a clip', () => {
  it('waits with its incident, and says where it was and how sure', async () => {
    const { id } = await see('sighting-1', '2026-11-22T00:13:00Z');
    await noteFlags(await fileOf(id), flags);
    expect(await flags.since(CAMERA, BEGIN)).toEqual([
      {
        cameraId: CAMERA,
        sightingId: 'sighting-1',
        clipId: 'ash-court-bin-camera@2026-11-22T00:12:47.000Z',
        incidentId: id,
        at: '2026-11-22T00:13:00.000Z',
        box: { left: 0.4, top: 0.6, width: 0.1, height: 0.2 },
        confidence: 0.9,
        outcome: 'awaiting',
      },
    ]);
  });

  it.each(Disposition.options)('that is dismissed comes to its disposition: %s', async (disposition) => {
    const { id } = await see('one', '2026-11-22T00:13:00Z');
    await see('two', '2026-11-22T01:00:00Z');
    expect(await outcomes(id)).toEqual(['one: awaiting', 'two: awaiting']);
    await move(id, 'dismiss', { disposition }, '2026-11-22T09:00:00Z');
    expect(await outcomes(id)).toEqual([`one: ${disposition}`, `two: ${disposition}`]);
  });

  it('stays confirmed through all that comes after', async () => {
    const { id } = await see('one', '2026-11-22T00:13:00Z');
    await move(id, 'confirm', {}, '2026-11-22T09:00:00Z');
    expect(await outcomes(id)).toEqual(['one: confirmed']);
    await move(id, 'resolve', { reason: 'cleared' }, '2026-11-22T12:00:00Z');
    expect(await outcomes(id)).toEqual(['one: confirmed']);
    await move(id, 'close', { reason: 'done' }, '2026-11-22T13:00:00Z');
    expect(await outcomes(id)).toEqual(['one: confirmed']);
  });

  it('that was real is not taken back by what was seen after it was cleared', async () => {
    const { id } = await see('real', '2026-11-22T00:13:00Z');
    await move(id, 'confirm', {}, '2026-11-22T09:00:00Z');
    await move(id, 'resolve', { reason: 'cleared' }, '2026-11-22T12:00:00Z');
    await see('puddle', '2026-11-22T15:00:00Z');
    expect(await outcomes(id)).toEqual(['real: confirmed', 'puddle: awaiting']);
    await move(id, 'dismiss', { disposition: 'weather-or-light' }, '2026-11-22T16:00:00Z');
    expect(await outcomes(id)).toEqual(['real: confirmed', 'puddle: weather-or-light']);
  });

  it('is told of late without making what was judged wait again', async () => {
    const { id } = await see('one', '2026-11-22T00:13:00Z');
    const early = await fileOf(id);
    await move(id, 'confirm', {}, '2026-11-22T09:00:00Z');
    await outcomes(id);
    await noteFlags(early, flags);
    expect(await outcomes(id)).toEqual(['one: confirmed']);
  });
});

describe('an incident that no clip flagged', () => {
  it('teaches no camera anything', async () => {
    const { id } = await incidents.take(aDoorSighting(), byRule('held-open'), at('2026-11-22T00:13:00Z'));
    expect(flagsOf(await fileOf(id))).toEqual([]);
    const misuse = aSighting({ kind: 'misuse-of-communal-space' });
    const other = await incidents.take(misuse, byRule('left-behind'), at('2026-11-22T00:13:00Z'));
    expect(flagsOf(await fileOf(other.id))).toEqual([]);
  });
});
