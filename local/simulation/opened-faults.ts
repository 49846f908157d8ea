import { z } from 'zod';
import type { Item } from '../../shared/platform/write.ts';
import { FaultName } from '../../shared/sensors/fault.ts';

/**
 * A fault that the product opened: of which device, when (milliseconds since 1970), and for which reasons. An outage that
 * it made of several devices' faults is one of its place, a block or a gateway, which is then the `deviceId`.
 */
export interface Opened {
  readonly deviceId: string;
  readonly fault: FaultName;
  readonly atMillis: number;
  reasons: readonly string[];
}

const DeviceState = z.object({ state: z.object({ deviceId: z.string() }), standing: z.array(FaultName) });
const Sighting = z.object({
  id: z.string(),
  assetId: z.string(),
  reasons: z.array(z.string()),
  source: z.object({ from: z.literal('device'), deviceId: z.string(), fault: FaultName }),
});

/** The faults that open, as the table shows them: a fault opens when it stands and did not before. */
export class OpenedFaults {
  readonly all: Opened[] = [];
  nowMillis = 0;
  readonly #standing = new Map<string, readonly FaultName[]>();

  /** Looks at an item that was put into the table. */
  see(item: Item): void {
    if (item.type === 'device-state') {
      const { state, standing } = DeviceState.parse(item);
      const before = this.#standing.get(state.deviceId) ?? [];
      for (const fault of standing) {
        if (!before.includes(fault))
          this.all.push({ deviceId: state.deviceId, fault, atMillis: this.nowMillis, reasons: [] });
      }
      this.#standing.set(state.deviceId, standing);
    }
    if (item.type === 'sighting') {
      const { id, assetId, reasons, source } = Sighting.parse(item);
      if (id.startsWith('outage/'))
        this.all.push({ deviceId: assetId, fault: source.fault, atMillis: this.nowMillis, reasons });
      const opened = this.all.findLast(
        ({ deviceId, fault }) => deviceId === source.deviceId && fault === source.fault,
      );
      if (opened?.reasons.length === 0) opened.reasons = reasons;
    }
  }
}
