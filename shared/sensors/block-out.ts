/** A light of a block by its own sensors: dark when it should be lit, lit, or nobody can tell. */
export interface BlockLight {
  readonly lightId: string;
  readonly stands: 'dark' | 'lit' | 'unknown';
}

/**
 * The lights by which a whole block is out: those that are dark, when there are at least `blockOutLights` of them and
 * they are at least the share `blockOutShare` (0 to 1) of those of which anything is known. Undefined while it is not.
 */
export function blockOut(
  lights: readonly BlockLight[],
  { blockOutLights, blockOutShare }: { readonly blockOutLights: number; readonly blockOutShare: number },
): { dark: string[]; known: number } | undefined {
  const dark = lights.filter(({ stands }) => stands === 'dark').map(({ lightId }) => lightId);
  const known = lights.filter(({ stands }) => stands !== 'unknown').length;
  const isOut = dark.length >= blockOutLights && dark.length >= blockOutShare * known;
  return isOut ? { dark, known } : undefined;
}
