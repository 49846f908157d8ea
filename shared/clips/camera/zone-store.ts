import { keys } from '../../platform/keys.ts';
import type { Table } from '../../platform/table.ts';
import { orConflict } from '../../platform/version.ts';
import { CameraZones, TestImage, undrawn } from './zones.ts';

/** Where each camera watches and where it must not, and the picture to draw that on. */
export class ZoneStore {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** A camera's zones; at version 0 with none when nobody drew any. One GetItem. */
  async get(cameraId: string): Promise<CameraZones> {
    return (await this.#table.get(keys.cameraZones(cameraId), CameraZones)) ?? undrawn(cameraId);
  }

  /** Saves a camera's zones. Throws `Conflict` when they have changed since version `after`. */
  async save(zones: CameraZones, { after }: { after: number }): Promise<void> {
    const put = { ...keys.cameraZones(zones.cameraId), type: 'camera-zones', ...zones };
    const when = after === 0 ? 'new' : { version: after };
    await orConflict(`What camera ${zones.cameraId} watches`, () => this.#table.commit([{ put, when }]));
  }

  /** The camera's test image. One GetItem. */
  async testImage(cameraId: string): Promise<TestImage | undefined> {
    return this.#table.get(keys.cameraTestImage(cameraId), TestImage);
  }

  /** Notes a new test image in place of the one before. */
  async keepTestImage(cameraId: string, image: TestImage): Promise<void> {
    const put = { ...keys.cameraTestImage(cameraId), type: 'camera-test-image', cameraId, ...image };
    await this.#table.commit([{ put }]);
  }

  /** Forgets the camera's test image, once its JPEG is gone. */
  async forgetTestImage(cameraId: string): Promise<void> {
    await this.#table.commit([{ remove: keys.cameraTestImage(cameraId) }]);
  }
}
