import type { Hazard, IncidentKind } from '../incidents/kinds.ts';
import type { Asset } from '../register/asset.ts';

/** One answer to choose from; waste of a `hazard` must not be touched, and `insecure` lets anyone into the block. */
export interface Choice {
  readonly key: string;
  readonly name: string;
  readonly hazard?: Hazard;
  readonly insecure?: true;
}

/** What is asked of whoever reports, beside what, where and who. `datatype` is one of Open311's. */
export interface Question {
  readonly code: string;
  readonly asks: string;
  readonly datatype: 'string' | 'text' | 'datetime' | 'singlevaluelist';
  readonly required: boolean;
  readonly choices?: readonly Choice[];
  /** FixMyStreet's extension: its server fills it in, and the person is not asked. */
  readonly automated?: 'server_set';
}

/** Something that can be reported. */
export interface Service {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly group: string;
  readonly keywords: readonly string[];
  /** What a report of it is a sighting of, and the kinds of assets that it may be at, the likeliest first. */
  readonly kind: IncidentKind;
  readonly at: readonly Asset['kind'][];
  readonly questions: readonly Question[];
}

/** When {@link services} was last changed: clients read them anew when this changes. To be changed with them. */
export const SERVICES_CHANGED = '2026-11-22 16:00';

const choices = (names: readonly string[]): Choice[] =>
  names.map((name) => ({ key: (name.toLowerCase().match(/[a-z]+/g) ?? []).join('-'), name }));

/** The land types of England's fly-tipping returns (WasteDataFlow, question 24). */
const LAND = choices([
  'Highway',
  'Footpath or bridleway',
  'Back alley',
  'Railway',
  'Council land',
  'Agricultural',
  'Private residential',
  'Commercial or industrial',
  'Watercourse',
  'Other',
]);

/** The waste types of the same returns. Asbestos, clinical and chemical waste are hazards. */
const WASTE: readonly Choice[] = [
  ...choices(['Black bags (household)', 'Other household waste', 'Black bags (commercial)']),
  ...choices(['Other commercial waste', 'Construction, demolition or excavation', 'White goods']),
  ...choices(['Other electrical', 'Tyres', 'Vehicle parts', 'Green waste', 'Animal carcass']),
  { key: 'asbestos', name: 'Asbestos', hazard: 'asbestos' },
  { key: 'clinical-waste-or-needles', name: 'Clinical waste or needles', hazard: 'clinical' },
  { key: 'chemical-drums-oil-or-fuel', name: 'Chemical drums, oil or fuel', hazard: 'chemical' },
  ...choices(['Other']),
];

// Where clients put their own number of a report: FixMyStreet today, and for single councils before.
const CLIENTS_NUMBERS = ['fixmystreet_id', 'external_id', 'service_request_id_ext'] as const;

const questions = {
  uprn: {
    code: 'uprn',
    asks: 'UPRN of the block, if you know it',
    datatype: 'string',
    required: false,
  },
  number: {
    code: 'fixmystreet_id',
    asks: 'The number of this report in the system that sends it',
    datatype: 'string',
    required: false,
    automated: 'server_set',
  },
} as const satisfies Record<string, Question>;

/** What can be reported to the landlord, in the order that it is offered. */
export const services: readonly Service[] = [
  {
    code: 'fly-tipping',
    name: 'Fly-tipping',
    description:
      'Rubbish dumped on our land. Do not touch asbestos, needles or drums: say what it is and keep away.',
    group: 'Estates',
    keywords: ['rubbish', 'dumping', 'waste', 'bin store', 'asbestos', 'needles'],
    kind: 'fly-tipping',
    at: ['camera', 'block'],
    questions: [
      {
        code: 'type_of_waste',
        asks: 'What most of it is',
        datatype: 'singlevaluelist',
        required: true,
        choices: WASTE,
      },
      {
        code: 'land_type',
        asks: 'What kind of land it lies on',
        datatype: 'singlevaluelist',
        required: false,
        choices: LAND,
      },
      {
        code: 'fly_tip_witnessed',
        asks: 'Did you see who did it?',
        datatype: 'singlevaluelist',
        required: false,
        choices: choices(['Yes', 'No']),
      },
      {
        code: 'fly_tip_date_and_time',
        asks: 'When it was dumped',
        datatype: 'datetime',
        required: false,
      },
      {
        code: 'description_of_alleged_offender',
        asks: 'Who did it, and with what vehicle. Only the landlord sees this.',
        datatype: 'text',
        required: false,
      },
      questions.uprn,
      questions.number,
    ],
  },
  {
    code: 'communal-door',
    name: 'Communal door',
    description: 'A shared door of a block that does not close, lock or open as it should.',
    group: 'Blocks',
    keywords: ['front door', 'entrance', 'door entry', 'lock', 'intercom', 'fob'],
    kind: 'door-fault',
    at: ['door', 'block'],
    questions: [
      {
        code: 'door_fault',
        asks: 'What is wrong with it',
        datatype: 'singlevaluelist',
        required: true,
        choices: [
          { key: 'does-not-close', name: 'It does not close', insecure: true },
          { key: 'does-not-lock', name: 'It closes but does not lock', insecure: true },
          { key: 'does-not-open', name: 'It does not open' },
          { key: 'entry-system', name: 'The intercom or fob reader does not work' },
          { key: 'damaged', name: 'It is damaged' },
        ],
      },
      questions.uprn,
      questions.number,
    ],
  },
  {
    code: 'light',
    name: 'Communal or security light',
    description: 'A light in a shared area, on a path or over a car park that is out, or burns by day.',
    group: 'Blocks',
    keywords: ['lamp', 'lighting', 'dark', 'stairwell', 'street light'],
    kind: 'lighting-fault',
    at: ['light', 'block'],
    questions: [
      {
        code: 'light_fault',
        asks: 'What is wrong with it',
        datatype: 'singlevaluelist',
        required: false,
        choices: choices(['Out', 'All lights of the block are out', 'Flickers', 'On by day', 'Damaged']),
      },
      questions.uprn,
      questions.number,
    ],
  },
  {
    code: 'communal-space',
    name: 'Misuse of a communal space',
    description: 'Things kept or done in a shared area that should not be: blocked stairs, fires, graffiti.',
    group: 'Estates',
    keywords: ['obstruction', 'stairwell', 'graffiti', 'prams', 'bikes', 'landing'],
    kind: 'misuse-of-communal-space',
    at: ['block'],
    questions: [questions.uprn, questions.number],
  },
];

/** The service with this code. */
export function serviceOf(code: string): Service | undefined {
  return services.find((service) => service.code === code);
}

/** What somebody answered to a service's questions, by their codes; and what they sent that nobody asked for. */
export type Answers = Readonly<Record<string, string>>;

/** The chosen answers among all. */
export function chosen({ questions }: Service, answers: Answers): Choice[] {
  return questions.flatMap(({ code, choices }) => choices?.filter(({ key }) => key === answers[code]) ?? []);
}

/** The sender's own number of a report, by which the same report sent again is one report. */
export function clientsNumber(answers: Answers): string | undefined {
  return CLIENTS_NUMBERS.map((code) => answers[code]).find((number) => number !== undefined);
}
