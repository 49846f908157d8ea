import type { Decoded } from '../reading.ts';
import { dragino } from './dragino.ts';
import { milesight } from './milesight.ts';

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

/**
 * What a device's payload says. `model` is the model with or without its maker, in any case, parted by blanks or
 * hyphens (`Milesight WS301`, `ws301`). What is sure becomes readings; what is not becomes notes, sentences that
 * begin with what is wrong. An empty payload on port 0 is a sign of life and says nothing.
 */
export function decode(model: string, { port, bytes }: { port: number; bytes: Uint8Array }): Decoded {
  const decoder = decoders.get(
    model
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, '-'),
  );
  if (decoder === undefined) return { readings: [], notes: [`no decoder for ${model}`] };
  if (bytes.length === 0) return { readings: [], notes: port === 0 ? [] : ['the payload is empty'] };
  return decoder(port, bytes);
}
