import type { z } from 'zod';
import type { Decoded, DoorMode, Reading } from '../reading.ts';
import type { DecodedFields, FieldValue } from '../uplink.ts';
import { shown, truth } from './field-value.ts';

/** A fact that may be stated again without news. That somebody was let in once is over, and is no state. */
type State = Extract<
  Reading,
  { what: 'door' | 'door-alarm' | 'door-fault' | 'door-mode' | 'movement' | 'tamper' }
>;
type Fact = State | Extract<Reading, { what: 'access-granted' }>;

/** What a state of an event says: facts, or a sentence that it says none. */
type Told = Fact[] | string;

/** What an event says by the word for its state. A word that says nothing sure is a note. */
function byWord(name: string, words: Readonly<Record<string, Fact[]>>): (state: FieldValue) => Told {
  const known = new Map(Object.entries(words).map(([word, told]) => [word.toLowerCase(), told]));
  return (state) =>
    known.get(state.toString().trim().toLowerCase()) ?? `${name} ${shown(state)} says nothing sure`;
}

const mode = (is: z.infer<typeof DoorMode>): State => ({ what: 'door-mode', mode: is });

const movement = (state: FieldValue): Told => {
  const moving = truth(state, ['active'], ['inactive']);
  return moving === undefined
    ? `movement ${shown(state)} is neither true nor false`
    : [{ what: 'movement', moving }];
};

// The states are those of ONVIF's Door Control Service Specification, chapter 5.2 (DoorState) and 5.6 (events). What is
// `Unknown`, and a door monitor in `Fault`, is a note: nobody knows whether the door is open.
const topics = new Map<string, (state: FieldValue) => Told>([
  [
    'Door/State/DoorPhysicalState',
    byWord('the state of the door', {
      Open: [{ what: 'door', open: true }],
      Closed: [{ what: 'door', open: false }],
    }),
  ],
  [
    'Door/State/DoorAlarm',
    byWord('the alarm of the door', {
      Normal: [{ what: 'door-alarm', alarm: 'none' }],
      DoorForcedOpen: [{ what: 'door-alarm', alarm: 'forced' }],
      DoorOpenTooLong: [{ what: 'door-alarm', alarm: 'open-too-long' }],
    }),
  ],
  [
    'Door/State/DoorTamper',
    byWord('the tamper detector', {
      NotInTamper: [{ what: 'tamper', tampered: false }],
      TamperDetected: [{ what: 'tamper', tampered: true }],
    }),
  ],
  [
    'Door/State/DoorFault',
    byWord('the fault of the door', {
      NotInFault: [{ what: 'door-fault', faulty: false }],
      FaultDetected: [{ what: 'door-fault', faulty: true }],
    }),
  ],
  [
    'Door/State/DoorMode',
    byWord('the mode of the door', {
      Unlocked: [mode('unlocked')],
      Locked: [mode('locked')],
      DoubleLocked: [mode('double-locked')],
      // Not every controller tells of access points, but every one opens a door by this mode.
      Accessed: [mode('accessed'), { what: 'access-granted' }],
      Blocked: [mode('blocked')],
      LockedDown: [mode('locked-down')],
      LockedOpen: [mode('locked-open')],
    }),
  ],
  ['VideoSource/MotionAlarm', movement],
  ['RuleEngine/CellMotionDetector/Motion', movement],
]);

const accessGranted = /^AccessControl\/AccessGranted(\/|$)/;

/**
 * What an event of ONVIF's says, from the fields that `fromOnvif` made of it. `Initialized` states what was so before,
 * so its facts are `restated`; `Deleted` ends a property and states nothing.
 */
export function decodeOnvifEvent(fields: DecodedFields): Decoded {
  const topic = `${fields.topic}`;
  const { operation } = fields;
  if (operation === 'Deleted') {
    return { readings: [], notes: [`${shown(topic)} is no longer told of: the sender has removed it`] };
  }
  const told = inTopic(topic, fields.state);
  if (typeof told === 'string') return { readings: [], notes: [told] };
  if (operation !== 'Initialized') return { readings: [...told], notes: [] };
  const states = told.filter((fact) => fact.what !== 'access-granted');
  return { readings: states.map((state) => ({ ...state, restated: true })), notes: [] };
}

function inTopic(topic: string, state: FieldValue | undefined): Told {
  if (accessGranted.test(topic)) return [{ what: 'access-granted' }];
  const read = topics.get(topic);
  if (read === undefined) return `the event ${shown(topic)} is none that is read`;
  return state === undefined ? `the event ${shown(topic)} has no state` : read(state);
}
