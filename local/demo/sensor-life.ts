import type { Instant } from '../../shared/platform/instant.ts';
import type { FaultName } from '../../shared/sensors/fault.ts';
import { doorLives } from './doors.ts';
import type { DemoDelivery, DemoDevice, DemoLife } from './life.ts';
import { lightLives } from './lights.ts';
import { luminaireLives } from './luminaires.ts';
import { silenceLives } from './silence.ts';

const lives: readonly DemoLife[] = [...doorLives, ...lightLives, ...luminaireLives, ...silenceLives];

/** A device's life as it is played: its messages in the order of their times, and the fault that it ends in, if any. */
export interface PlayedLife {
  deviceId: string;
  endsIn?: FaultName;
  deliveries: DemoDelivery[];
}

/**
 * The lives of the demo's devices until `now`, in which every fault that there is comes to stand at least once, whatever
 * the time of day and year: what needs the dark, the day or lock-up is told of the last one that there was. A device that
 * had none of those in two days (lights at midsummer in Shetland) is left out, and so is one that the demo has no life for.
 * Deterministic: the same `now` and devices give the same messages.
 */
export function sensorLife(now: Instant, devices: readonly DemoDevice[]): PlayedLife[] {
  return lives.flatMap(({ deviceId, endsIn, sends }) => {
    const device = devices.find((one) => one.deviceId === deviceId);
    const deliveries = device === undefined ? [] : sends(device, now);
    return deliveries.length === 0 ? [] : [{ deviceId, ...(endsIn !== undefined && { endsIn }), deliveries }];
  });
}
