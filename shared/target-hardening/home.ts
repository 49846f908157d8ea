import { z } from 'zod';
import { Instant } from '../platform/instant.ts';
import { Uprn } from '../register/place.ts';

const Line = (most: number) => z.string().trim().min(1).max(most);

/** Where the home is. The first lines name it and its street; the last of several is the town. */
export const Address = z.strictObject({
  lines: z.array(Line(100)).min(1).max(5),
  postcode: Line(10).optional(),
  uprn: Uprn.optional(),
});

/** Who lives there, and how they may be reached without putting them at risk. */
export const Resident = z.strictObject({
  name: Line(100).optional(),
  phone: Line(30).optional(),
  email: Line(200).optional(),
  howToReach: Line(300).optional(),
});

/** What is said of a home with its order: with it the agency's officer who asked, by name. */
export const HomeSaid = z.strictObject({
  address: Address,
  resident: Resident.default({}),
  requestedBy: Line(100),
});

/**
 * The home that an order is for, kept apart from it, for those alone who are named on the order. Every name of somebody
 * who is not of the landlord's staff is here, too, so that all of them go when it is forgotten.
 */
export const Home = z.object({
  ...HomeSaid.shape,
  /** Who allowed the work for the home's landlord, and when. */
  permittedBy: z.object({ name: Line(100), at: Instant }).optional(),
});
export type Home = z.infer<typeof Home>;

// A name or a street shorter than this is too often part of another word.
const SHORTEST = 3;

/**
 * What of a home stands in a text, in words that do not repeat it; undefined when nothing does. It finds what is said by
 * mistake, not what somebody hides: spelling, spaces and capitals may differ, other words may not. Pure.
 */
export function tellTaleIn(text: string, { address, resident }: Home): string | undefined {
  const { lines, postcode, uprn } = address;
  const streets = lines.length > 1 ? lines.slice(0, -1) : lines;
  const said = bare(text);
  const holds = (part: string | undefined, least = SHORTEST) =>
    part !== undefined && bare(part).length >= least && said.includes(bare(part));
  if (streets.some((line) => holds(line) || holds(street(line), 6)) || holds(postcode, 5))
    return 'the address';
  if (holds(uprn, 6)) return 'the UPRN';
  if (holds(resident.phone, 6) || holds(resident.email, 6)) return 'the phone number or e-mail address';
  const surname = resident.name?.split(/\s+/).at(-1) ?? '';
  const isSurnameSaid = surname.length >= SHORTEST && words(text).includes(surname.toLowerCase());
  return isSurnameSaid || holds(resident.name, 6) ? 'the resident’s name' : undefined;
}

/** Letters and digits alone, in small letters. */
function bare(text: string): string {
  return words(text).join('');
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The line without what comes before the street: “Flat 2, 14 Orchard Rise” is “orchard rise”. */
function street(line: string): string {
  const all = words(line);
  return all.slice(all.findLastIndex((word) => /\d/.test(word)) + 1).join(' ');
}
