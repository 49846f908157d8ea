import { CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { NearbyIncident } from '../../../../shared/incidents/nearby.ts';
import {
  incidentEvent,
  incidentEventType,
  taskEvent,
  taskEventType,
  type WebhookEvent,
} from '../../../../shared/webhooks/webhook-event.ts';
import { anIncident, aStill, aTask, at } from '../../../support/builders.ts';

const WEB = 'https://estatewatch.landlord.example';
const CONFIRMED = {
  type: 'uk.estatewatch.incident.confirmed',
  at: at('2026-11-22T09:30:00Z'),
  version: 2,
} as const;
const BREACHED = {
  type: 'uk.estatewatch.task.breached',
  at: at('2026-11-24T17:00:00Z'),
  version: 7,
} as const;

const ofIncident = (incident = anIncident()) => incidentEvent(incident, 'confirmed', CONFIRMED, WEB);
const ofTask = (task = aTask()) => taskEvent(task, 'emergency', 'open', BREACHED, WEB);

/** Reads a body as a receiver would, with the official SDK, which checks it against the specification. */
function readByCloudEvents({ body }: WebhookEvent): CloudEvent<unknown> {
  const headers = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
  const event = z.instanceof(CloudEvent<unknown>).parse(HTTP.toEvent({ headers, body }));
  expect(event.validate()).toBe(true);
  return event;
}

describe('the body of an event', () => {
  it('of an incident is a CloudEvent that says what, where to look and how urgent', () => {
    expect(readByCloudEvents(ofIncident()).toJSON()).toEqual({
      specversion: '1.0',
      id: 'FT-0000000001-v2',
      source: WEB,
      type: 'uk.estatewatch.incident.confirmed',
      time: '2026-11-22T09:30:00.000Z',
      subject: 'FT-0000000001',
      datacontenttype: 'application/json',
      data: {
        reference: 'FT-0000000001',
        kind: 'fly-tipping',
        status: 'confirmed',
        patch: 'north',
        priority: 'routine',
        link: `${WEB}/incidents/FT-0000000001`,
      },
    });
  });

  it('of a task says by when it is due, and which incident it is for', () => {
    expect(readByCloudEvents(ofTask()).data).toEqual({
      reference: 'T-0000000001',
      kind: 'inspect',
      status: 'open',
      patch: 'north',
      priority: 'emergency',
      dueAt: '2026-11-23T17:00:00.000Z',
      incident: 'FT-0000000001',
      link: `${WEB}/tasks/T-0000000001`,
    });
  });

  it('has an id without a full stop, with which the signature is put together', () => {
    expect([ofIncident().id, ofTask().id].join()).not.toContain('.');
  });
});

// What may go out of a thing as it is. Every other word of it is made a tell-tale, however deep, and so is what a thing
// may come to hold one day.
const GOES_OUT = ['id', 'kind', 'status', 'patch', 'priority', 'dueAt', 'incidentId'];
const TELL_TALE = 'tell-tale';

function withTellTales<Thing extends object>(thing: Thing): Thing {
  const marked = (value: unknown): unknown => {
    if (typeof value === 'string') return `${TELL_TALE} ${value}`;
    if (Array.isArray(value)) return value.map(marked);
    return z.looseObject({}).safeParse(value).success
      ? Object.fromEntries(Object.entries(Object(value)).map(([name, each]) => [name, marked(each)]))
      : value;
  };
  const entries = Object.entries(thing).map(([name, value]) => [
    name,
    GOES_OUT.includes(name) ? value : marked(value),
  ]);
  return z.custom<Thing>().parse({ ...Object.fromEntries(entries), anythingNew: TELL_TALE });
}

const CLIP = { clipId: 'clip-1', stills: [aStill('crop', 3)] };

describe('what goes out', () => {
  it('of an incident names no place, person, reason or picture', () => {
    const nearby: NearbyIncident = {
      incidentId: 'DF-0000000001',
      kind: 'door-fault',
      assetName: 'Ash Court back door',
      faults: ['forced'],
      distanceMetres: 3,
      sentence: 'forced 40 minutes before',
    };
    const moment = '2026-11-22T08:00:00Z';
    const incident = withTellTales(
      anIncident({
        faults: ['held-open'],
        nearby: [nearby],
        seenCleared: { at: moment, notBefore: moment, cameraName: 'Ash Court camera', ...CLIP },
        disposition: 'test',
        recurrenceOf: 'FT-0000000009',
      }),
    );
    expect(JSON.stringify(incident).split(TELL_TALE).length).toBeGreaterThan(20);
    expect(JSON.stringify(ofIncident(incident))).not.toContain(TELL_TALE);
  });

  it('of a task names no place, person or reason', () => {
    const moment = '2026-11-22T10:00:00Z';
    const task = withTellTales(
      aTask({
        assignee: 'Ada Example',
        photos: [{ ...aStill('after', 0), shows: 'after', at: moment, by: 'Ada Example' }],
        paused: { at: moment, because: 'the tenant is away' },
        proposed: { doneAt: moment, because: 'a camera saw it clean' },
      }),
    );
    expect(JSON.stringify(task).split(TELL_TALE).length).toBeGreaterThan(10);
    expect(JSON.stringify(ofTask(task))).not.toContain(TELL_TALE);
  });
});

describe('an event', () => {
  it.each([
    [undefined, 'flagged', 'flagged'],
    [undefined, 'confirmed', 'confirmed'],
    ['flagged', 'confirmed', 'confirmed'],
    ['flagged', 'dismissed', 'dismissed'],
    ['confirmed', 'resolved', 'resolved'],
    ['resolved', 'closed', 'closed'],
    ['resolved', 'flagged', 'reopened'],
    ['closed', 'confirmed', 'reopened'],
  ])('of an incident that goes from %s to %s is “%s”', (previousStatus, status, name) => {
    expect(incidentEventType({ status, ...(previousStatus && { previousStatus }) })).toBe(
      `uk.estatewatch.incident.${name}`,
    );
  });

  it('is none while an incident’s status stays, as when it is seen again', () => {
    expect(incidentEventType({ status: 'flagged', previousStatus: 'flagged' })).toBeUndefined();
  });

  it.each([
    ['opened', 'opened'],
    ['complete', 'completed'],
    ['at-risk', 'at_risk'],
    ['attend-overdue', 'attend_overdue'],
    ['breached', 'breached'],
  ] as const)('of a task whose history says “%s” is “%s”', (did, name) => {
    expect(taskEventType(aTask(), { did })).toBe(`uk.estatewatch.task.${name}`);
  });

  it('is none when a task is handed to somebody', () => {
    expect(taskEventType(aTask(), { did: 'assign' })).toBeUndefined();
  });

  it('is none of security works: where somebody needs protection is told to nobody', () => {
    expect(taskEventType(aTask({ kind: 'security-works' }), { did: 'opened' })).toBeUndefined();
  });
});
