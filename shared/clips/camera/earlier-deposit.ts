import type { Instant } from '../../platform/instant.ts';
import { type Frame, shareInside } from '../recording/picture.ts';
import type { SceneFinding, SceneSettings } from '../scene/scene.ts';
import { changesSince } from './earlier-change.ts';
import type { CameraMemory, Ground } from './memory.ts';

/**
 * A thing that was put down before a clip began and lies there all through it. Its times are those at which the clip
 * first shows it; its kind is `left`.
 */
export interface EarlierDeposit extends SceneFinding {
  /** The ground was clear then: the thing came later. */
  readonly clearAt: Instant;
  /** Where a picture in colour of the clear ground is found: another clip, and its moment. */
  readonly clear: Ground['clear'];
}

/** A deposit that shares so much of its box with a remembered thing, or the other way round, is that thing. */
const sameThingShare = 0.3;

/**
 * What lies there from the clip's start to its end that the remembered ground does not have, the plainest first.
 * Things that are remembered, or were dismissed, are not told again. Frames are all of the clip's.
 */
export function earlierDeposits(
  frames: readonly Frame[],
  { ground, things, dismissed }: CameraMemory,
  settings: SceneSettings,
): EarlierDeposit[] {
  if (ground === undefined) return [];
  const isKnown = ({ box }: SceneFinding) =>
    [...[...things, ...dismissed].map(({ box }) => box), ...ground.hidden].some(
      (known) => shareInside(box, known) > sameThingShare || shareInside(known, box) > sameThingShare,
    );
  return changesSince(ground, frames, settings)
    .filter(({ kind }) => kind === 'left')
    .filter((finding) => !isKnown(finding))
    .map((finding) => ({ ...finding, clearAt: ground.at, clear: ground.clear }));
}
