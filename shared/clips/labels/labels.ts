import { z } from 'zod';
import { EstatewatchError } from '../../platform/errors.ts';
import type { Box } from '../recording/picture.ts';

/** One thing that a label names: where it is, as fractions of the labelled picture, and how sure, 0 to 100. */
export interface LabelBox extends Box {
  readonly confidence: number;
}

/** What a detector says is in a picture, in the shape of Rekognition's DetectLabels. */
export interface Label {
  readonly name: string;
  /** 0 to 100, of the surest of them. */
  readonly confidence: number;
  /** Wider words: a Van is a Vehicle. */
  readonly parents: readonly string[];
  /** Other words for the same. */
  readonly aliases: readonly string[];
  /** Where each one is; none when the detector cannot say. */
  readonly boxes: readonly LabelBox[];
}

/** Asks what is in a JPEG. May throw {@link LabelsUnavailable}, which is not a reason to lose the clip. */
export type DetectLabels = (jpeg: Uint8Array) => Promise<readonly Label[]>;

/** Nobody can be asked what is in a picture now; the sentence says why (throttled, or the month's cap). */
export class LabelsUnavailable extends EstatewatchError {
  readonly code = 'LABELS_UNAVAILABLE';
}

const words = (defaults: readonly string[]) => z.array(z.string().min(1)).default([...defaults]);

/** What to look for in labels. A word matches a label's name, an alias or a parent, whatever its capitals. */
export const WatchList = z.object({
  people: words(['Person', 'Human', 'People', 'Pedestrian']),
  /** By name: the parent Vehicle has aeroplanes and boats too, which a detector sees in many a pale shape. */
  vehicles: words(['Car', 'Van', 'Truck', 'Bus', 'Motorcycle', 'Bicycle', 'Trailer', 'Caravan', 'Tractor']),
  /** Things that are found fly-tipped, in a detector's words. */
  dumped: words([
    ...['Bag', 'Plastic Bag', 'Backpack', 'Handbag', 'Suitcase', 'Luggage', 'Baggage', 'Sack'],
    ...['Mattress', 'Bed', 'Couch', 'Sofa', 'Chair', 'Table', 'Dining Table', 'Furniture', 'Carpet', 'Rug'],
    ...['Appliance', 'Refrigerator', 'Oven', 'Microwave', 'Washer', 'Dishwasher', 'Sink', 'Toilet', 'TV'],
    ...['Tire', 'Tyre', 'Box', 'Cardboard', 'Carton', 'Package', 'Pallet', 'Wood', 'Rubble', 'Plastic'],
    ...['Trash', 'Garbage', 'Rubbish', 'Waste', 'Litter', 'Shopping Cart', 'Shopping Trolley', 'Wheelbarrow'],
  ]),
  /** Labels below this are not believed, of 100. */
  leastConfidence: z.number().min(0).max(100).default(40),
  /** But a person or vehicle that has the very outlines of what was found is believed from here on. */
  leastConfidenceOfSameBox: z.number().min(0).max(100).default(30),
});
export type WatchList = z.infer<typeof WatchList>;

/** The labels that a list of words asks for, with the boxes that are believed enough, the surest first. */
export function matching(
  labels: readonly Label[],
  wanted: readonly string[],
  leastConfidence: number,
): Label[] {
  const asked = new Set(wanted.map((word) => word.toLowerCase()));
  return labels
    .filter(({ confidence }) => confidence >= leastConfidence)
    .filter(({ name, aliases, parents }) =>
      [name, ...aliases, ...parents].some((word) => asked.has(word.toLowerCase())),
    )
    .map((label) => ({ ...label, boxes: label.boxes.filter((box) => box.confidence >= leastConfidence) }))
    .sort((one, other) => other.confidence - one.confidence);
}

/** Labels of a part of a picture, with their boxes as fractions of the whole. */
export function inWhole(labels: readonly Label[], part: Box): Label[] {
  return labels.map((label) => ({
    ...label,
    boxes: label.boxes.map((box) => ({
      confidence: box.confidence,
      left: part.left + box.left * part.width,
      top: part.top + box.top * part.height,
      width: box.width * part.width,
      height: box.height * part.height,
    })),
  }));
}
