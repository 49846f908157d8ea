import { describe, expect, it } from 'vitest';
import {
  DecodedFields,
  DeviceId,
  happenedAt,
  isAfter,
  payloadBytes,
  uplinkId,
} from '../../../../shared/sensors/uplink.ts';
import { anUplink, bytesOf } from './sensor-builders.ts';

describe('the identity of an uplink', () => {
  it('is the same for a repeat, whenever that is received', () => {
    const late = anUplink({ receivedAt: '2026-11-20T13:00:00Z' });
    expect(uplinkId(late)).toBe(uplinkId(anUplink()));
  });

  it.each([
    ['another device', { deviceId: 'door-2' }],
    ['another session', { session: 'session-b' }],
    ['another counter', { counter: 2 }],
  ])('differs for %s', (_, changes) => {
    expect(uplinkId(anUplink(changes))).not.toBe(uplinkId(anUplink()));
  });

  it('tells a restarted counter from a repeat by the device’s time where there are no sessions', () => {
    const first = anUplink({ session: undefined, deviceTime: '2026-11-20T11:00:00Z' });
    const restarted = anUplink({ session: undefined, deviceTime: '2026-11-20T11:30:00Z' });
    expect(uplinkId(restarted)).not.toBe(uplinkId(first));
  });
});

describe('the order of uplinks', () => {
  it('is the counter’s within a session, although the later one was received first', () => {
    const [five, six] = [
      anUplink({ counter: 5, receivedAt: '2026-11-20T12:05:00Z' }),
      anUplink({ counter: 6, receivedAt: '2026-11-20T12:00:00Z' }),
    ];
    expect([isAfter(six, five), isAfter(five, six)]).toEqual([true, false]);
  });

  it('is the time’s between sessions, because a new session starts its counter again', () => {
    const old = anUplink({ counter: 9000, receivedAt: '2026-11-20T12:00:00Z' });
    const rejoined = anUplink({ session: 'session-b', counter: 0, receivedAt: '2026-11-20T12:05:00Z' });
    expect([isAfter(rejoined, old), isAfter(old, rejoined)]).toEqual([true, false]);
  });

  it('puts no uplink after itself', () => {
    expect(isAfter(anUplink(), anUplink())).toBe(false);
  });
});

describe('the time of an uplink', () => {
  it.each([
    ['is the receipt’s for a device without a clock', undefined, '2026-11-20T12:00:00.000Z'],
    ['is the device’s for what a gateway held back', '2026-11-20T09:30:00Z', '2026-11-20T09:30:00.000Z'],
    ['is the device’s for a clock a minute fast', '2026-11-20T12:01:00Z', '2026-11-20T12:01:00.000Z'],
    ['is the receipt’s for a clock a year fast', '2027-11-20T12:00:00Z', '2026-11-20T12:00:00.000Z'],
    ['is the receipt’s for a clock that was never set', '1970-01-01T00:00:00Z', '2026-11-20T12:00:00.000Z'],
  ])('%s', (_, deviceTime, expected) => {
    expect(happenedAt(anUplink({ deviceTime }))).toBe(expected);
  });
});

describe('what an uplink carries', () => {
  it('is the very bytes that were sent', () => {
    expect(payloadBytes(anUplink({ payload: 'AXVkAwABBAAB' }))).toEqual(bytesOf('017564030001040001'));
    expect(payloadBytes(anUplink({ payload: '' }))).toEqual(new Uint8Array());
  });

  it('keeps 64 flat decoded fields at most', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`field${index}`, index]));
    expect(Object.keys(DecodedFields.parse(many))).toHaveLength(64);
    expect(DecodedFields.parse({ list: [1], text: 'x'.repeat(300), ok: true })).toEqual({ ok: true });
  });
});

describe('a device id', () => {
  it('is lower case', () => {
    expect(DeviceId.parse(' EUI-24E124141C123456 ')).toBe('eui-24e124141c123456');
  });

  it.each(['', 'a b', 'door/1', '-door', 'door--1', 'x'.repeat(65), 'tür'])('is not "%s"', (id) => {
    expect(DeviceId.safeParse(id).success).toBe(false);
  });
});
