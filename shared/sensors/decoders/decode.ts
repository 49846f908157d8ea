import type { Decoded, Reading } from '../reading.ts';
import { remembered } from '../remembered.ts';
import type { DecodedFields } from '../uplink.ts';
import { dragino } from './dragino.ts';
import { decodeLuminaire } from './luminaire.ts';
import { milesight } from './milesight.ts';
import { decodeNetworkFields } from './network-fields.ts';
import { decodeOnvifEvent } from './onvif-event.ts';

type Decoder = (port: number, bytes: Uint8Array) => Decoded;

const decoders = new Map<string, Decoder>(
  [
    { maker: 'milesight', models: milesight },
    { maker: 'dragino', models: dragino },
  ].flatMap(({ maker, models }) =>
    Object.entries<Decoder>(models).flatMap(([model, decoder]): [string, Decoder][] => [
      [model, decoder],
      [`${maker}-${model}`, decoder],
    ]),
  ),
);

// These send no bytes: what they say is named.
const modelsWithoutBytes = new Set([
  'ucifi-3416',
  'lwm2m-3416',
  'onvif',
  'onvif-door-controller',
  'onvif-camera',
]);

const modelName = remembered(500, (model: string): string =>
  model
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '-'),
);

/**
 * Whether the payloads of a model can be read, so that they need not be kept for later. `model` as for {@link decode}.
 */
export function hasDecoder(model: string): boolean {
  return decoders.has(modelName(model)) || modelsWithoutBytes.has(modelName(model));
}

/**
 * What a device's payload says. `model` is the model with or without its maker, in any case, parted by blanks or
 * hyphens (`Milesight WS301`, `ws301`). What is sure becomes readings; what is not becomes notes, sentences that
 * begin with what is wrong. An empty payload on port 0 is a sign of life and says nothing.
 *
 * `fields` are what a network server decoded by itself, an ONVIF event's or an LwM2M report's. They count where there
 * are no bytes, or no decoder for them. Where there are both and they contradict each other, the bytes count, with a
 * note.
 */
export function decode(
  model: string,
  { port, bytes, fields }: { port: number; bytes: Uint8Array; fields?: DecodedFields | undefined },
): Decoded {
  const decoder = decoders.get(modelName(model));
  if (decoder !== undefined && bytes.length > 0) {
    const raw = decoder(port, bytes);
    if (fields !== undefined) raw.notes.push(...contradictions(raw, decodeFields(fields)));
    return raw;
  }
  const told = decodeFields(fields ?? {});
  if (told.readings.length > 0) return told;
  if (!hasDecoder(model)) return { readings: [], notes: [`no decoder for ${model}`, ...told.notes] };
  if (bytes.length > 0)
    return { readings: [], notes: [`sends bytes, but the model is ${model}, which sends none`] };
  const isEmpty = port !== 0 && Object.keys(fields ?? {}).length === 0;
  return { readings: [], notes: isEmpty ? ['the payload is empty'] : told.notes };
}

function decodeFields(fields: DecodedFields): Decoded {
  if (Object.hasOwn(fields, 'topic')) return decodeOnvifEvent(fields);
  const told = decodeLuminaire(fields);
  const others = decodeNetworkFields(fields);
  told.readings.push(...others.readings);
  told.notes.push(...others.notes);
  return told;
}

function contradictions(raw: Decoded, told: Decoded): string[] {
  return told.readings.flatMap((reading) => {
    const live = raw.readings.find(
      (each) => each.what === reading.what && !('at' in each && each.at !== undefined),
    );
    return live === undefined || agree(live, reading)
      ? []
      : [`the network’s decoder contradicts the bytes about the ${reading.what}: the bytes count`];
  });
}

/** Whether two readings of a kind say the same, but for what servers round away. */
function agree(one: Reading, other: Reading): boolean {
  const values = new Map(Object.entries(other));
  return Object.entries(one).every(([name, value]) => {
    const told = values.get(name);
    return typeof value === 'number' && typeof told === 'number'
      ? Math.abs(value - told) <= Math.max(0.5, Math.abs(value) / 50)
      : value === told;
  });
}
