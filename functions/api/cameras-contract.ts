import { z } from '@hono/zod-openapi';
import { WeekReport as SharedWeekReport } from '../../shared/clips/camera/camera-week.ts';
import { ProposedMask as SharedProposedMask } from '../../shared/clips/camera/learning.ts';
import {
  CameraZones as SharedCameraZones,
  DrawnZones as SharedDrawnZones,
  TestImage,
} from '../../shared/clips/camera/zones.ts';
import { Week } from '../../shared/platform/week.ts';
import { named } from './contract.ts';

const aZone = {
  id: 'bin-store-door',
  name: 'Bin store door',
  kind: 'watch',
  points: [
    { x: 0.2, y: 0.5 },
    { x: 0.7, y: 0.5 },
    { x: 0.7, y: 0.95 },
    { x: 0.2, y: 0.95 },
  ],
};

const DrawnZones = named(
  SharedDrawnZones,
  'DrawnZones',
  'All zones of a camera. Points are corners in order, as fractions of the picture from its top left corner.',
  [aZone],
);

/** A camera's zones as the API shows them, and the route to the picture that they are drawn on. */
export const CameraZones = z
  .object({
    ...SharedCameraZones.omit({ privateSince: true, zones: true }).shape,
    zones: DrawnZones,
    testImage: z
      .object({
        ...TestImage.pick({ takenAt: true, light: true }).shape,
        link: z.string().openapi({ example: '/cameras/ash-court-bin-store-camera/test-image' }),
      })
      .optional(),
  })
  .openapi('CameraZones', {
    description:
      'Where a camera watches and where it must not. Version 0: nobody drew zones and all of its picture is watched.',
  });

/** What somebody drew, on which version. */
export const DrawZones = z
  .strictObject({
    version: z.int().min(0).openapi({ description: 'The version that you drew on.', example: 0 }),
    zones: DrawnZones,
  })
  .openapi('DrawZones');

/** What a camera's flags teach, as the API shows it. */
export const CameraLearning = z
  .object({
    cameraId: z.string(),
    threshold: z.object({
      settings: z.number().openapi({ description: 'What the landlord’s settings say.', example: 0.45 }),
      now: z.number().openapi({ description: 'From which confidence on it is flagged.', example: 0.62 }),
      because: z
        .string()
        .optional()
        .openapi({ example: 'raised from 0.45 to 0.62: 7 of its last 10 flags were false' }),
    }),
    judged: z.int().openapi({ description: 'How many flags of the last 90 days the threshold rests on.' }),
    falseFlags: z.int().openapi({ description: 'How many of those were false.' }),
    proposedMasks: z.array(
      named(
        SharedProposedMask,
        'ProposedMask',
        'A part of the picture in which flags were false. To accept it, draw a zone to ignore with its points.',
      ),
    ),
  })
  .openapi('CameraLearning', { description: 'What the outcomes of a camera’s flags teach.' });

/** A camera's weeks, as the API shows them. */
export const CameraWeeks = z
  .object({
    cameraId: z.string(),
    weeks: z.array(named(SharedWeekReport, 'WeekReport', 'What one camera saw, and cost, in one week.')),
  })
  .openapi('CameraWeeks', {
    description: 'A camera’s weeks, oldest first; those without clips are left out.',
  });

/** A week in a query. */
export const WeekAsked = Week.clone().openapi({ example: '2026-W40' });

/** A month in a query, UTC. */
export const MonthAsked = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-11')
  .openapi({ example: '2026-11' });

/** Pictures that Rekognition was asked about, as the API shows them. */
export const RekognitionCalls = z
  .object({
    month: z.string().openapi({ example: '2026-11' }),
    calls: z.int().openapi({ description: 'Pictures asked about in the month.' }),
    callsPerMonth: z.int().openapi({ description: 'At so many, no more are asked about in the month.' }),
    callsPerDay: z.int().openapi({ description: 'And in one day.' }),
    costUsd: z
      .number()
      .openapi({ description: 'What they cost, in US dollars, at the price in the settings.' }),
    days: z
      .array(z.object({ day: z.string().openapi({ example: '2026-11-22' }), calls: z.int() }))
      .openapi({ description: 'Each day of the month (UTC) up to today.' }),
  })
  .openapi('RekognitionCalls', { description: 'What was spent on asking Rekognition, against the caps.' });
