import { describe, expect, it } from 'vitest';
import { decode } from '../../../../../shared/sensors/decoders/decode.ts';
import { fromOnvif } from '../../../../../shared/sensors/onvif.ts';
import { at } from '../sensor-builders.ts';

/** What an event says in the end, from the JSON in which it was sent. */
function told(topic: string, state?: unknown, operation: string | undefined = 'Changed') {
  const message = {
    deviceId: 'door-1',
    topic: `tns1:${topic}`,
    PropertyOperation: operation,
    Source: { DoorToken: 'front' },
    Data: state === undefined ? {} : { State: state },
  };
  const delivery = fromOnvif(message, at('2026-11-20T12:00:00Z'));
  if (delivery.kind !== 'uplink') throw new Error('An event is an uplink.');
  return decode('ONVIF', { port: 0, bytes: new Uint8Array(), fields: delivery.uplink.decodedFields });
}

const states = [
  ['Door/State/DoorPhysicalState', 'Open', { what: 'door', open: true }],
  ['Door/State/DoorPhysicalState', 'Closed', { what: 'door', open: false }],
  ['Door/State/DoorAlarm', 'Normal', { what: 'door-alarm', alarm: 'none' }],
  ['Door/State/DoorAlarm', 'DoorForcedOpen', { what: 'door-alarm', alarm: 'forced' }],
  ['Door/State/DoorAlarm', 'DoorOpenTooLong', { what: 'door-alarm', alarm: 'open-too-long' }],
  ['Door/State/DoorTamper', 'NotInTamper', { what: 'tamper', tampered: false }],
  ['Door/State/DoorTamper', 'TamperDetected', { what: 'tamper', tampered: true }],
  ['Door/State/DoorFault', 'NotInFault', { what: 'door-fault', faulty: false }],
  ['Door/State/DoorFault', 'FaultDetected', { what: 'door-fault', faulty: true }],
  ['Door/State/DoorMode', 'Locked', { what: 'door-mode', mode: 'locked' }],
  ['Door/State/DoorMode', 'LockedOpen', { what: 'door-mode', mode: 'locked-open' }],
  ['VideoSource/MotionAlarm', true, { what: 'movement', moving: true }],
  ['VideoSource/MotionAlarm', 'false', { what: 'movement', moving: false }],
] as const;

describe('an event of a door controller or camera', () => {
  it.each(states)('%s %s is read', (topic, state, reading) => {
    expect(told(topic, state)).toEqual({ readings: [reading], notes: [] });
  });

  it.each(states)('%s %s that restates what was so before is marked as no news', (topic, state, reading) => {
    expect(told(topic, state, 'Initialized')).toEqual({
      readings: [{ ...reading, restated: true }],
      notes: [],
    });
  });

  it.each(states)('%s %s that was removed says nothing any more', (topic, state) => {
    const { readings, notes } = told(topic, state, 'Deleted');
    expect(readings).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('no longer told of')]);
  });

  it.each(['Credential', 'Anonymous', 'Credential/External', 'Identifier'])(
    'that access was granted to a %s is read without anybody’s name',
    (kind) => {
      const granted = { readings: [{ what: 'access-granted' }], notes: [] };
      expect(told(`AccessControl/AccessGranted/${kind}`, undefined, undefined)).toEqual(granted);
    },
  );

  it('that a door was opened to somebody is access granted, once', () => {
    const mode = { what: 'door-mode', mode: 'accessed' };
    expect(told('Door/State/DoorMode', 'Accessed').readings).toEqual([mode, { what: 'access-granted' }]);
    expect(told('Door/State/DoorMode', 'Accessed', 'Initialized').readings).toEqual([
      { ...mode, restated: true },
    ]);
  });

  it.each([
    ['Door/State/DoorPhysicalState', 'Unknown', /state of the door “Unknown” says nothing sure/],
    ['Door/State/DoorPhysicalState', 'Fault', /says nothing sure/],
    ['Door/State/DoorPhysicalState', '__proto__', /says nothing sure/],
    ['Door/State/DoorAlarm', 7, /alarm of the door “7”/],
    ['Door/State/DoorTamper', 'Unknown', /tamper detector/],
    ['Door/State/DoorPhysicalState', undefined, /has no state/],
    ['VideoSource/MotionAlarm', 'maybe', /movement “maybe” is neither/],
    ['Device/HardwareFailure/FanFailure', true, /none that is read/],
    ['AccessControl/Denied/Credential', undefined, /none that is read/],
  ])('%s with %o is a note', (topic, state, note) => {
    const { readings, notes } = told(topic, state);
    expect(readings).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  it('is not expected to carry bytes', () => {
    const decoded = decode('ONVIF', { port: 1, bytes: Uint8Array.of(1) });
    expect(decoded).toEqual({
      readings: [],
      notes: ['sends bytes, but the model is ONVIF, which sends none'],
    });
  });
});
