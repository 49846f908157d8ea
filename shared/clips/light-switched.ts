import type { SceneFinding } from './scene/scene.ts';

/** A light near the camera that went on or off. `atSeconds` is from the clip's first picture. */
export interface LightSwitched {
  readonly name: string;
  readonly on: boolean;
  readonly atSeconds: number;
}

/**
 * What appears so near the moment at which a light is told to have switched appears at that moment: both are known to a
 * second or so, from pictures a second or two apart and from a device's clock. Ours.
 */
const sameMomentSeconds = 2;

/** The light that switched at the moment of a finding, the nearest in time; undefined when none did. */
export function lightSwitchedAt(
  { atSeconds }: Pick<SceneFinding, 'atSeconds'>,
  switched: readonly LightSwitched[],
): LightSwitched | undefined {
  const awaySeconds = (light: LightSwitched) => Math.abs(light.atSeconds - atSeconds);
  return switched
    .filter((light) => awaySeconds(light) <= sameMomentSeconds)
    .sort((one, other) => awaySeconds(one) - awaySeconds(other))[0];
}

/** As an officer reads it among the reasons. */
export function switchedWords({ name, on }: LightSwitched): string {
  return `a light switched ${on ? 'on' : 'off'} at that moment: ${name}`;
}
