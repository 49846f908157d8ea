import { readFile } from 'node:fs/promises';
import { Clip } from '../../shared/clips/clip.ts';
import { IncidentFile } from '../../shared/incidents/incident-file.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { Instant } from '../../shared/platform/instant.ts';
import { RegisterId } from '../../shared/register/place.ts';
import { ApiClient } from '../api-client.ts';
import { uploadClip } from '../upload.ts';
import type { Whereabouts } from '../whereabouts.ts';

// An hour of footage takes some minutes; whoever waits may leave with Ctrl-C and nothing is lost.
const LONGEST_WAIT_SECONDS = 900;

/** Puts a clip in as a camera would, follows it through the system, and prints the verdict with its reasons. */
export async function ingest(
  whereabouts: Whereabouts,
  file: string,
  camera: string,
  recordedAt: string | undefined,
): Promise<void> {
  const cameraId = readCamera(camera);
  const began = recordedAt === undefined ? wholeSecond(machineClock()) : readTime(recordedAt);
  const bytes = await readFile(file);
  const manager = await ApiClient.as('manager.riverside', whereabouts);
  const path = `/clips/${cameraId}/${began}`;
  const before = await manager.get(path, Clip);
  await uploadClip(whereabouts, cameraId, began, bytes);
  console.log(`${file} was put in as ${cameraId} at ${began}.`);
  const clip = await followed(manager, path, before);
  console.log(`\n${verdictWords[clip.status]}`);
  for (const reason of clip.reasons) console.log(`  - ${reason}`);
  if (clip.confidence !== undefined) console.log(`  Confidence ${clip.confidence.toFixed(2)}`);
  if (clip.incidentId === undefined) return;
  const opened = await manager.get(`/incidents/${clip.incidentId}`, IncidentFile);
  const seen = opened?.sightings.find(
    ({ source }) => source.from === 'clip' && source.clipId === clip.id,
  )?.source;
  if (seen?.from !== 'clip') return;
  const { left, top, width, height } = seen.box;
  const percent = (fraction: number) => `${Math.round(fraction * 100)} %`;
  console.log(
    `  At ${seen.atSeconds.toFixed(1)} s, box from ${percent(left)} across and ${percent(top)} down, ${percent(width)} by ${percent(height)}`,
  );
  console.log(`\nIncident ${clip.incidentId}: ${whereabouts.api}/incidents/${clip.incidentId}`);
  for (const still of seen.stills)
    console.log(`  ${still.shows} (${still.atSeconds.toFixed(1)} s)  SHA-256 ${still.sha256}`);
}

const verdictWords: Readonly<Record<Clip['status'], string>> = {
  flagged: 'Flagged as fly-tipping:',
  'nothing-found': 'Nothing flagged:',
  rejected: 'It cannot be analysed:',
};

async function followed(manager: ApiClient, path: string, before: Clip | undefined): Promise<Clip> {
  for (const giveUp = Date.now() + LONGEST_WAIT_SECONDS * 1_000; Date.now() < giveUp; ) {
    const clip = await manager.get(path, Clip);
    if (clip !== undefined && clip.analysedAt !== before?.analysedAt) return clip;
    // The same bytes again are known already: nothing new will come.
    if (clip !== undefined && before !== undefined && (await settled(manager, path, clip))) return clip;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error(
    `Nothing was found out about the clip within ${LONGEST_WAIT_SECONDS / 60} minutes: it goes on, ask for ${path} later.`,
  );
}

async function settled(manager: ApiClient, path: string, clip: Clip): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  return (await manager.get(path, Clip))?.analysedAt === clip.analysedAt;
}

function wholeSecond(at: Instant): Instant {
  return Instant.parse(`${at.slice(0, 19)}Z`);
}

function readCamera(text: string): string {
  const camera = RegisterId.safeParse(text);
  if (camera.success) return camera.data;
  throw new Error(`--camera “${text}” is no camera’s id: ${camera.error.issues[0]?.message}.`);
}

function readTime(text: string): Instant {
  const time = Instant.safeParse(text);
  if (time.success) return time.data;
  throw new Error(`--recorded-at “${text}” is not ${time.error.issues[0]?.message ?? 'a time'}.`);
}
