import { z } from '@hono/zod-openapi';
import { Instant } from '../../shared/platform/instant.ts';
import { Costs, FieldPhoto } from '../../shared/tasks/task.ts';
import { ALL_ROLES, staffRoute } from './access.ts';
import { Id, json, Task } from './contract.ts';
import { Problem } from './problem.ts';

const tags = ['Tasks'];
const params = z.object({ taskId: Id.openapi({ example: 'T-3QX4DA7K2M' }) });
const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'the SHA-256 of the file, in 64 small hexadecimal digits')
  .openapi({ example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' });

/** Phones send photos of 3 to 12 MB. */
const MOST_BYTES = 20_000_000;

/** Adds a note to a task. */
export const addNoteRoute = staffRoute(
  { roles: ['estate-officer', 'manager'], within: 'its-patch' },
  {
    method: 'post',
    path: '/tasks/{taskId}/notes',
    operationId: 'addNoteToTask',
    tags,
    summary: 'Add a note from the field to a task',
    request: {
      params,
      body: {
        required: true,
        ...json(
          'The note.',
          z.strictObject({ note: z.string().trim().min(1).max(2_000) }).openapi('TaskNote'),
        ),
      },
    },
    responses: { 200: json('The task as it is now.', Task) },
  },
);

/** Asks for a link to send a photo by. */
export const askForUploadRoute = staffRoute(
  { roles: ['estate-officer', 'manager'], within: 'its-patch' },
  {
    method: 'post',
    path: '/tasks/{taskId}/photo-uploads',
    operationId: 'askForPhotoUpload',
    tags,
    summary: 'Ask for a link by which to send a photo',
    description:
      'The link takes the one file that is told of here, for a quarter of an hour. Say afterwards that it was sent.',
    request: {
      params,
      body: {
        required: true,
        ...json(
          'The file: JPEG, PNG or WebP.',
          z
            .strictObject({
              bytes: z.int().min(1).max(MOST_BYTES, 'a photo has 20 MB at most: send it smaller'),
              sha256: Sha256,
            })
            .openapi('PhotoFile'),
        ),
      },
    },
    responses: {
      201: json(
        'Where to send it, and how.',
        z
          .object({
            method: z.literal('PUT'),
            url: z.url(),
            headers: z.record(z.string(), z.string()),
            expiresAt: Instant,
          })
          .openapi('PhotoUpload'),
      ),
    },
  },
);

/** Says that a photo was sent. */
export const takePhotoRoute = staffRoute(
  { roles: ['estate-officer', 'manager'], within: 'its-patch' },
  {
    method: 'put',
    path: '/tasks/{taskId}/photos/{sha256}',
    operationId: 'takeTaskPhoto',
    tags,
    summary: 'Put a photo that was sent on the task',
    description:
      'It is kept as a new JPEG without where, when and with what it was taken. The same again changes nothing.',
    request: {
      params: params.extend({ sha256: Sha256 }),
      body: {
        required: true,
        ...json('What it shows.', z.strictObject({ shows: FieldPhoto.shape.shows }).openapi('TaskPhoto')),
      },
    },
    responses: { 200: json('The task as it is now.', Task) },
  },
);

/** Leads to a photo of a task. */
export const viewPhotoRoute = staffRoute(
  { roles: ALL_ROLES, within: 'its-patch', footage: true },
  {
    method: 'get',
    path: '/tasks/{taskId}/photos/{picture}',
    operationId: 'viewTaskPhoto',
    tags,
    summary: 'Go to a photo of a task',
    description:
      'Who asked, when and for what is recorded before the link is given. The link lives five minutes.',
    request: {
      params: params.extend({
        picture: z
          .string()
          .regex(/^[0-9a-f]{16}$/, 'the first 16 digits of the photo’s SHA-256')
          .openapi({ example: '9f86d081884c7d65' }),
      }),
    },
    responses: { 303: { description: 'The photo is at the address in `location`.' } },
  },
);

/** Says what a task has cost. */
export const setCostsRoute = staffRoute(
  { roles: ['estate-officer', 'manager'], within: 'its-patch' },
  {
    method: 'put',
    path: '/tasks/{taskId}/costs',
    operationId: 'setTaskCosts',
    tags,
    summary: 'Say what a task has cost',
    description: 'In pence without VAT, by labour, disposal and materials; in any state, as bills come late.',
    request: {
      params,
      body: {
        required: true,
        ...json(
          'The costs, and on which version.',
          z.strictObject({ version: z.int().min(1), ...Costs.shape }).openapi('TaskCosts'),
        ),
      },
    },
    responses: {
      200: json('The task as it is now.', Task),
      409: {
        description: 'It has changed since you looked.',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  },
);
