import { z } from 'zod';
import { Asset, blockOf, estateOf } from './asset.ts';

/**
 * A landlord's register as one document: every estate, block, camera, door, light and sensor.
 * Refused, with the sentence that says which, when an id stands twice or something refers to what is not there.
 */
export const Register = z.object({ assets: z.array(Asset).min(1).max(5_000) }).check((context) => {
  const byId = new Map(context.value.assets.map((asset) => [asset.id, asset]));
  const refuse = (index: number, message: string) =>
    context.issues.push({
      code: 'custom',
      message,
      path: ['assets', index],
      input: context.value.assets[index],
    });

  const seen = new Set<string>();
  for (const [index, asset] of context.value.assets.entries()) {
    if (seen.has(asset.id)) refuse(index, `“${asset.id}” stands twice in the register.`);
    seen.add(asset.id);
    const estate = byId.get(estateOf(asset));
    if (estate?.kind !== 'estate')
      refuse(index, `“${asset.id}” is on estate “${estateOf(asset)}”, which is not in the register.`);
    else if (estate.patch !== asset.patch) {
      refuse(
        index,
        `“${asset.id}” is in patch “${asset.patch}” but its estate “${estate.id}” is in “${estate.patch}”.`,
      );
    }
    const block = blockOf(asset);
    if (block !== undefined && byId.get(block)?.kind !== 'block') {
      refuse(index, `“${asset.id}” belongs to block “${block}”, which is not in the register.`);
    }
    if (asset.kind === 'sensor' && !byId.has(asset.watches)) {
      refuse(index, `Sensor “${asset.id}” watches “${asset.watches}”, which is not in the register.`);
    }
  }
});
export type Register = z.infer<typeof Register>;
