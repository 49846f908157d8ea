import { OpenAPIHono } from '@hono/zod-openapi';
import { NotFound, Rejected } from '../../shared/platform/errors.ts';
import { plusSeconds } from '../../shared/platform/instant.ts';
import { byPerson } from '../../shared/platform/person.ts';
import { takePhoto } from '../../shared/platform/photo.ts';
import { TASK_PHOTOS, UPLOAD_LIVES_SECONDS } from '../../shared/platform/photos-bucket.ts';
import { decideAgainAfterLostRaces } from '../../shared/platform/races.ts';
import { costed, noteOn, photographed } from '../../shared/tasks/field-work.ts';
import type { Task as TaskOnRecord } from '../../shared/tasks/task.ts';
import { type ApiEnv, personOf } from './caller.ts';
import {
  addNoteRoute,
  askForUploadRoute,
  setCostsRoute,
  takePhotoRoute,
  viewPhotoRoute,
} from './field-work-contract.ts';
import { requireVersion } from './moves.ts';
import { refuseLeak, refusePictures, seenTask } from './order-sight.ts';
import type { Room } from './room.ts';

/** What is said of a task from the field: notes, photos and costs. */
export function fieldWorkRoutes(room: Room): OpenAPIHono<ApiEnv> {
  const routes = new OpenAPIHono<ApiEnv>();

  routes.openapi(addNoteRoute, async (c) => {
    const { taskId } = c.req.valid('param');
    const { note } = c.req.valid('json');
    const by = byPerson(personOf(c));
    const change = await decideAgainAfterLostRaces(async () => {
      const task = await seenTask(c, room, taskId);
      const noted = noteOn(task, note, by, room.clock());
      await refuseLeak(room, task, note, noted.task);
      await room.tasks.save(noted, { after: task.version });
      return noted;
    });
    return c.json(change.task, 200);
  });

  routes.openapi(askForUploadRoute, async (c) => {
    const task = await seenTask(c, room, c.req.valid('param').taskId);
    refusePictures(task);
    const file = c.req.valid('json');
    const upload = await room.photos.uploadLink(folderOf(task), file);
    const expiresAt = plusSeconds(room.clock(), UPLOAD_LIVES_SECONDS);
    return c.json({ method: 'PUT' as const, ...upload, headers: { ...upload.headers }, expiresAt }, 201);
  });

  routes.openapi(takePhotoRoute, async (c) => {
    const { taskId, sha256 } = c.req.valid('param');
    const { shows } = c.req.valid('json');
    const wanted = await seenTask(c, room, taskId);
    refusePictures(wanted);
    const folder = folderOf(wanted);
    const sent = await room.photos.uploaded(folder, sha256);
    if (sent === undefined) {
      throw new NotFound('No such file was sent for this task: ask for a link, send the file, then say so.');
    }
    const photo = await taken(sent, () => room.photos.removeUpload(folder, sha256));
    const kept = await room.photos.keep(folder, photo);
    const person = personOf(c);
    const at = room.clock();
    const task = await decideAgainAfterLostRaces(async () => {
      const before = await seenTask(c, room, taskId);
      const change = photographed(before, { ...kept, shows, at, by: person.username }, byPerson(person), at);
      if (change !== undefined) await room.tasks.save(change, { after: before.version });
      return change?.task ?? before;
    });
    await room.photos.removeUpload(folder, sha256);
    return c.json(task, 200);
  });

  routes.openapi(viewPhotoRoute, async (c) => {
    const { taskId, picture } = c.req.valid('param');
    const task = await seenTask(c, room, taskId);
    const photo = task.photos.find(({ sha256 }) => sha256.startsWith(picture));
    if (photo === undefined) throw new NotFound(`Task ${taskId} has no photo “${picture}”.`);
    const { username } = personOf(c);
    const detail = photo.key;
    await room.audit.note({ username, at: room.clock(), did: 'viewed-still', subject: taskId, detail });
    return c.redirect(await room.stills.to(photo.key), 303);
  });

  routes.openapi(setCostsRoute, async (c) => {
    const task = await seenTask(c, room, c.req.valid('param').taskId);
    const { version, ...costs } = c.req.valid('json');
    requireVersion(`Task ${task.id}`, task.version, version);
    const change = costed(task, costs, byPerson(personOf(c)), room.clock());
    if (change !== undefined) await room.tasks.save(change, { after: task.version });
    return c.json(change?.task ?? task, 200);
  });

  return routes;
}

/** The photo in a file. One that is none is removed, as nobody will send it better by the same link. */
async function taken(file: Uint8Array, remove: () => Promise<void>) {
  try {
    return await takePhoto(file, 'The file');
  } catch (error) {
    if (error instanceof Rejected) await remove();
    throw error;
  }
}

function folderOf({ id }: TaskOnRecord): string {
  return `${TASK_PHOTOS}${id}`;
}
