/** A text in the form of a UK registration mark. */
export interface RegistrationMark {
  /** As it is printed, with its space: `AB12 CDE`. */
  readonly text: string;
  /** Whether look-alikes were exchanged to make it one. */
  readonly corrected: boolean;
}

interface MarkFormat {
  /** `A` where a letter stands and `0` where a digit does, for each length it comes in. */
  readonly shapes: readonly string[];
  /** Which letters and numbers are issued. */
  readonly issued: RegExp;
  /** Only what was read so letter for letter: little but the format tells it from other text. */
  readonly asReadOnly?: true;
}

// Formats and the letters left out of them: DVLA, Vehicle registration numbers and number plates (INF104), and for the
// older ones the Wikipedia article Vehicle registration plates of the United Kingdom, read November 2026.
const formats: readonly MarkFormat[] = [
  // Since September 2001. The number is the half-year: 02 to 49, and 51 onwards.
  { shapes: ['AA00 AAA'], issued: /^[A-HJ-PR-Y]{2}(?!00|01|50)\d\d [A-HJ-PR-Z]{3}$/ },
  // 1983 to 2001, and Q for a vehicle whose age is not known.
  { shapes: ['A00 AAA', 'A000 AAA'], issued: /^[A-HJ-NP-TV-Y][1-9]\d{1,2} [A-HJ-PR-Y]{3}$/ },
  // 1963 to 1983.
  { shapes: ['AAA 00A', 'AAA 000A'], issued: /^[A-HJ-PR-Y]{3} [1-9]\d{1,2}[A-HJ-NPR-TV-Y]$/ },
  // Northern Ireland: the last two letters are a county’s, each with an I or a Z.
  { shapes: ['AAA 000', 'AAA 0000'], issued: /^[A-PR-Z](?:[A-PR-Y]Z|I[ABGJLW]|[JOUX]I) [1-9]\d{2,3}$/ },
  // Before 1963; those of two letters also in Northern Ireland.
  {
    shapes: ['AAA 000', '000 AAA', 'AA 0000', '0000 AA'],
    issued:
      /^(?:[A-HJ-PR-Y]{3} [1-9]\d\d|[1-9]\d\d [A-HJ-PR-Y]{3}|[A-PR-Z]{2} [1-9]\d{3}|[1-9]\d{3} [A-PR-Z]{2})$/,
    asReadOnly: true,
  },
];

/** Shorter ones are issued (`A 1`, `P1 ABC`), and no different from house numbers and signs. */
const leastCharacters = 6;
const mostCharacters = 7;
/** With more characters exchanged than this, many a word becomes a mark. */
const mostCorrections = 2;

const digitLike: Readonly<Record<string, string>> = { O: '0', I: '1', B: '8', S: '5', Z: '2' };
const letterLike: Readonly<Record<string, string>> = { 0: 'O', 1: 'I', 8: 'B', 5: 'S', 2: 'Z' };

const wordsOf = (rows: readonly string[]) => rows.flatMap((row) => row.split(' '));

// What stands beside numbers on signs. Marks with these letters exist, but far more signs are seen.
const onSigns = new Set(
  wordsOf([
    'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC MON TUE WED THU FRI SAT SUN AM PM AD BC',
    'HR HRS MIN MPH KPH KG KM MM CM FT LB TEL FAX MOB TXT SMS VAT REG NO NOS EST BS EN PO BOX ID',
    'BAY BUS CAR VAN CAB TAX LOT BIN MAX TOP OFF NCP JCB CAT MOT GYM BAR PUB FLT APT',
    'BUY NOW NEW OLD OUT THE AND FOR ALL WAY USE ONE TWO',
  ]),
);

const postcodeAreas = [
  'AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX',
  'FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE',
  'NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ',
  'TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE',
];
// The inward half never has C, I, K, M, O or V.
const postcode = new RegExp(`^(?:${wordsOf(postcodeAreas).join('|')})\\d[A-Z\\d]?\\d[ABD-HJLNP-UW-Z]{2}$`);
// Small letters of the shape of their capitals; with any other the text is no mark, as marks are in capitals.
const capitals = /^[A-Z\dcosvwxz]+$/;
const edges = /^[^\p{L}\d]+|[^\p{L}\d]+$/gu;
// Between the groups may be a space, or a bolt or hyphen that was read with them.
const gaps = /[\s.·•*'’‘_-]+/g;

/**
 * The registration mark that a text is, or undefined. A look-alike (0 and O, 1 and I, 8 and B, 5 and S, 2 and Z) is
 * exchanged only where no format allows what was read, two at most, and never so that all letters or all digits are
 * made up. `together` says that the text was put together of words that need not belong together: then words of signs
 * are not believed in any format, nor marks from before 1963.
 */
export function markIn(text: string, { together }: { together: boolean }): RegistrationMark | undefined {
  const groups = text.replace(edges, '').split(gaps);
  const read = groups.join('');
  if (read.length < leastCharacters || read.length > mostCharacters || !capitals.test(read)) return undefined;
  const characters = read.toUpperCase();
  const [best] = formats
    .filter(({ asReadOnly }) => !(together && asReadOnly))
    .flatMap((format) => format.shapes.map((shape) => shaped(characters, shape, format)))
    .filter((mark) => mark !== undefined)
    .filter((mark) => mark.corrections === 0 || !postcode.test(characters))
    .filter((mark) => (mark.isAsToday && !together) || isLikely(mark.text, groups))
    .sort((one, other) => one.corrections - other.corrections);
  return best && { text: best.text, corrected: best.corrections > 0 };
}

/** Whether a mark has its space where a gap was read, and no word of signs in it. */
function isLikely(mark: string, groups: readonly string[]): boolean {
  const [front = ''] = mark.split(' ');
  const ends = groups.map((_, index) => groups.slice(0, index + 1).join('').length);
  const isOnSigns = mark.split(/[\s\d]+/).some((word) => onSigns.has(word));
  return (groups.length === 1 || ends.includes(front.length)) && !isOnSigns;
}

function shaped(characters: string, shape: string, { issued, asReadOnly }: MarkFormat) {
  const places = shape.replace(' ', '');
  if (places.length !== characters.length) return undefined;
  const fitted = [...characters].map((character, index) => {
    const isDigit = /\d/.test(character);
    if ((places[index] === '0') === isDigit) return character;
    return isDigit ? letterLike[character] : digitLike[character];
  });
  if (fitted.includes(undefined)) return undefined;
  const kept = [...places].filter((_, index) => fitted[index] === characters[index]);
  const corrections = characters.length - kept.length;
  if (corrections > (asReadOnly ? 0 : mostCorrections) || !kept.includes('0') || !kept.includes('A')) {
    return undefined;
  }
  const split = shape.indexOf(' ');
  const text = `${fitted.slice(0, split).join('')} ${fitted.slice(split).join('')}`;
  return issued.test(text)
    ? { text, corrections, isAsToday: corrections === 0 && shape === 'AA00 AAA' }
    : undefined;
}
