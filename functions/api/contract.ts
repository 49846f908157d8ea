import { z } from '@hono/zod-openapi';
import {
  Bid as SharedBid,
  type BidFile as SharedBidFile,
  BidLink as SharedBidLink,
} from '../../shared/bids/bid.ts';
import { Clip as SharedClip } from '../../shared/clips/clip.ts';
import { ClearanceTimes } from '../../shared/incidents/clearance-times.ts';
import {
  Incident as SharedIncident,
  IncidentHistory as SharedIncidentHistory,
} from '../../shared/incidents/incident.ts';
import {
  BidOnIncident,
  type IncidentFile as SharedIncidentFile,
  TaskOnIncident,
} from '../../shared/incidents/incident-file.ts';
import { Sighting as SharedSighting, StillOnRecord } from '../../shared/incidents/sighting.ts';
import { Instant } from '../../shared/platform/instant.ts';
import { Person as SharedPerson } from '../../shared/platform/person.ts';
import { ReferralFile as SharedReferralFile } from '../../shared/referrals/referral.ts';
import { Asset as SharedAsset, Estate as SharedEstate } from '../../shared/register/asset.ts';
import { RegisterId } from '../../shared/register/place.ts';
import { Register as SharedRegister } from '../../shared/register/register.ts';
import { Task as SharedTask, TaskHistory as SharedTaskHistory } from '../../shared/tasks/task.ts';

/**
 * A schema of ours under the name that the OpenAPI document gives it. It is a copy, because those made before
 * zod-openapi was loaded do not know its method, and which are is a matter of who imports whom.
 */
export function named<Schema extends z.ZodType>(
  schema: Schema,
  name: string,
  description: string,
  example?: unknown,
): Schema {
  return schema.clone().openapi(name, { description, ...(example === undefined ? {} : { example }) });
}

z.globalRegistry.add(Instant, { description: 'ISO 8601 in UTC.', example: '2026-11-22T00:13:00.000Z' });

const place = {
  assetId: 'ash-court-bin-store-camera',
  assetName: 'Ash Court bin store camera',
  blockId: 'ash-court',
  estateId: 'riverside',
  patch: 'north',
};

/** An incident as the API shows it. */
export const Incident = named(
  SharedIncident,
  'Incident',
  'One thing that is wrong at one place, from first sighting to closed.',
  {
    id: 'FT-7K2M9QX4DA',
    kind: 'fly-tipping',
    status: 'flagged',
    ...place,
    occurredAt: '2026-11-22T00:13:00.000Z',
    lastSeenAt: '2026-11-22T00:13:00.000Z',
    sightings: 1,
    reasons: ['appeared at 00:13', 'stayed 26 s', 'a person beside it just before', 'looks like: bag'],
    insecure: false,
    faults: [],
    priority: 'raised',
    planned: false,
    nearby: [
      {
        incidentId: 'DF-SC6NJE6AMR',
        kind: 'door-fault',
        assetName: 'Ash Court back door',
        faults: ['forced'],
        distanceMetres: 35,
        sentence: 'Ash Court back door: forced 40 minutes before, 35 m away',
      },
    ],
    timesReopened: 0,
    version: 2,
  },
);
const IncidentHistory = named(
  SharedIncidentHistory,
  'IncidentHistory',
  'What was done to an incident, by whom, when, and what was said.',
);
const Sighting = named(SharedSighting, 'Sighting', 'One observation by a camera or a device.');

/** One of an incident's pictures, and the route that leads to it. */
export const StillLink = z
  .object({
    /** Of a sighting, or of the place seen clean again, and when that was. */
    of: z.enum(['sighting', 'clearance']),
    at: Instant,
    ...StillOnRecord.pick({ shows: true, atSeconds: true, sha256: true }).shape,
    link: z.string().openapi({ example: '/incidents/FT-7K2M9QX4DA/stills/9f86d081884c7d65' }),
  })
  .openapi('StillLink', { description: 'A picture of the incident. Following its link is recorded.' });

/** An incident with everything filed on it. */
export const IncidentFile = z
  .object({
    incident: Incident,
    sightings: z.array(Sighting),
    history: z.array(IncidentHistory),
    tasks: z.array(named(TaskOnIncident, 'TaskOnIncident', 'A task, as it is filed on its incident.')),
    bids: z.array(
      named(BidOnIncident, 'BidOnIncident', 'A bid that would answer one of the incident’s tasks.'),
    ),
    stills: z.array(StillLink),
    referrals: z.array(
      named(SharedReferralFile, 'ReferralFile', 'An incident as it was referred to others.'),
    ),
    clearance: named(
      ClearanceTimes,
      'ClearanceTimes',
      'When it was clear again, what shows that, and how long that took from the drop, the flag and the confirmation.',
    ).optional(),
  } satisfies Record<keyof SharedIncidentFile | 'stills' | 'referrals' | 'clearance', z.ZodType>)
  .openapi('IncidentFile', {
    description: 'An incident with its sightings, history, tasks, bids and pictures.',
  });

/** A task as the API shows it. */
export const Task = named(
  SharedTask,
  'Task',
  'Work for the estate team, with the time by which it must be done.',
  {
    id: 'T-3QX4DA7K2M',
    kind: 'inspect',
    status: 'open',
    incidentId: 'FT-7K2M9QX4DA',
    incidentKind: 'fly-tipping',
    ...place,
    openedAt: '2026-11-22T00:13:40.000Z',
    dueAt: '2026-11-23T17:00:00.000Z',
    planned: false,
    version: 1,
  },
);

/** A task with what was done to it. */
export const TaskFile = z
  .object({
    task: Task,
    history: z.array(named(SharedTaskHistory, 'TaskHistory', 'What was done to a task.')),
  })
  .openapi('TaskFile', { description: 'A task and its history, oldest first.' });

const aBid = {
  id: 'ash-court-lighting',
  title: 'Security lights round the Ash Court bin store',
  works: 'security-lighting',
  programme: '2027-28',
  scope: ['ash-court'],
  estateIds: ['riverside'],
  costPence: 1_850_000,
  yearlyPence: 42_000,
  homes: 48,
};

/** A bid as the API shows it. */
export const Bid = named(SharedBid, 'Bid', 'A proposal to spend environment budget. Money is whole pence.', {
  ...aBid,
  status: 'draft',
  openedAt: '2026-11-22T09:30:00.000Z',
  version: 1,
});

/** What a manager says to enter a bid; the rest follows. */
export const NewBid = z
  .strictObject(SharedBid.omit({ status: true, openedAt: true, version: true }).shape)
  .openapi('NewBid', {
    description: 'A bid to enter as a draft. Its scope lies on the estates that it names.',
    example: aBid,
  });

const BidLink = named(SharedBidLink, 'BidLink', 'That the bid’s works would answer a task, and why.');

/** A bid with the tasks and incidents that it answers. */
export const BidFile = z
  .object({ bid: Bid, links: z.array(BidLink) } satisfies Record<keyof SharedBidFile, z.ZodType>)
  .openapi('BidFile', { description: 'A bid with what it answers.' });

/** A clip's record as the API shows it. */
export const Clip = named(SharedClip, 'Clip', 'What was found in a clip, or why it could not be analysed.');

/** Anything in the register, as the API shows it. */
export const Asset = named(SharedAsset, 'Asset', 'An estate, block, camera, door, light or sensor.');

/** An estate as the API shows it. */
export const Estate = named(
  SharedEstate,
  'Estate',
  'Blocks, garages and ground that the landlord looks after under one name.',
);

/** The landlord's whole register, as the API takes it. */
export const Register = named(
  SharedRegister,
  'Register',
  'Every asset of the landlord, each estate with what is on it.',
);

/** Who is asking, as the API shows it. */
export const Person = named(
  SharedPerson,
  'Person',
  'A signed-in member of staff: roles, and the patches that are theirs.',
  {
    username: 'officer-north',
    roles: ['estate-officer'],
    patches: ['north'],
  },
);

/** A list that is whole. */
export function listOf<Schema extends z.ZodType>(schema: Schema, name: string) {
  return z.object({ items: z.array(schema) }).openapi(name);
}

/** A page of a longer list. */
export function pageOf<Schema extends z.ZodType>(schema: Schema, name: string) {
  const next = z
    .string()
    .optional()
    .openapi({ description: 'Where the next page begins: ask again with `from` set to it.' });
  return z.object({ items: z.array(schema), next }).openapi(name);
}

/** The part of a longer list that is asked for. */
export const PageAsked = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25).openapi({ description: 'How many at most.' }),
  from: z.string().min(1).max(2_000).optional().openapi({ description: '`next` of the page before.' }),
});

/** The id of something in a path. Longer ones than any of ours are refused before the table is asked. */
export const Id = z.string().min(1).max(100);

/** The landlord's own id of something in a path or a query. */
export function registerId(example: string) {
  return RegisterId.clone().openapi({ example });
}

/** An answer's JSON. */
export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}
