import { z } from 'zod';
import { type BoundingBox, boxFractions } from './box-fractions.ts';
import type { FoundObject } from './detector-messages.ts';
import { ancestorsOf, labelName, labelOfClass } from './label-names.ts';
import { RequestedImage } from './requested-image.ts';

const Filters = z.array(z.string()).max(100).default([]);

/**
 * The request of DetectLabels. `MinConfidence` is a percentage, 55 when left out, as Amazon's is; `MaxLabels` 1,000.
 * Only general labels are answered: the stand-in measures no image properties.
 */
export const DetectLabelsRequest = z.object({
  Image: RequestedImage,
  MaxLabels: z.int().min(0).default(1000),
  MinConfidence: z.number().min(0).max(100).default(55),
  Features: z
    .array(z.literal('GENERAL_LABELS', { error: 'only GENERAL_LABELS is answered on one machine' }))
    .optional(),
  Settings: z
    .object({
      GeneralLabels: z
        .object({
          LabelInclusionFilters: Filters,
          LabelExclusionFilters: Filters,
          LabelCategoryInclusionFilters: Filters,
          LabelCategoryExclusionFilters: Filters,
        })
        .optional(),
    })
    .optional(),
});
export type DetectLabelsRequest = z.infer<typeof DetectLabelsRequest>;

/** A label as Rekognition answers it. Confidences are percentages; boxes are fractions of the picture's sides. */
export interface Label {
  Name: string;
  Confidence: number;
  Instances: {
    BoundingBox: BoundingBox;
    Confidence: number;
  }[];
  Parents: { Name: string }[];
  Aliases: { Name: string }[];
  Categories: { Name: string }[];
}

const named = (Name: string) => ({ Name });
function emptyLabel(Name: string): Label {
  const known = labelName(Name);
  return {
    Name,
    Confidence: 0,
    Instances: [],
    Parents: ancestorsOf(Name).map(named),
    Aliases: (known?.aliases ?? []).map(named),
    Categories: known === undefined ? [] : [named(known.category)],
  };
}

function passes(label: Label, request: DetectLabelsRequest): boolean {
  const filters = request.Settings?.GeneralLabels;
  if (filters === undefined) return true;
  const inCategory = (list: string[]) => label.Categories.some(({ Name }) => list.includes(Name));
  const included = [...filters.LabelInclusionFilters, ...filters.LabelCategoryInclusionFilters].length === 0;
  return (
    (included ||
      filters.LabelInclusionFilters.includes(label.Name) ||
      inCategory(filters.LabelCategoryInclusionFilters)) &&
    !filters.LabelExclusionFilters.includes(label.Name) &&
    !inCategory(filters.LabelCategoryExclusionFilters)
  );
}

/**
 * The labels of what was found, surest first. As at Amazon, each thing of a kind is an instance of one label, and
 * the labels above it (`Car`: `Vehicle`, `Transportation`) are answered too, without instances, as sure as the
 * surest below them.
 */
export function labelsOf(
  objects: FoundObject[],
  sides: { widthPixels: number; heightPixels: number },
  request: DetectLabelsRequest,
): Label[] {
  const labels = new Map<string, Label>();
  for (const object of objects) {
    const name = labelOfClass(object.name);
    const Confidence = object.score * 100;
    if (Confidence < request.MinConfidence) continue;
    for (const each of [name, ...ancestorsOf(name)]) {
      const label = labels.get(each) ?? emptyLabel(each);
      label.Confidence = Math.max(label.Confidence, Confidence);
      labels.set(each, label);
    }
    labels.get(name)?.Instances.push({ BoundingBox: boxFractions(object, sides), Confidence });
  }
  return [...labels.values()]
    .filter((label) => passes(label, request))
    .sort((one, other) => other.Confidence - one.Confidence)
    .slice(0, request.MaxLabels);
}
