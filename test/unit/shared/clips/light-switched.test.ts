import { describe, expect, it } from 'vitest';
import { lightSwitchedAt } from '../../../../shared/clips/light-switched.ts';

const light = (name: string, atSeconds: number) => ({ name, on: true, atSeconds });

describe('the light that switched as something appeared', () => {
  it.each([
    [11, 'path light'],
    [15, 'path light'],
    [10.9, undefined],
    [15.1, undefined],
  ])('within two seconds of 13 s: at %d s it is %s', (atSeconds, name) => {
    expect(lightSwitchedAt({ atSeconds: 13 }, [light('path light', atSeconds)])?.name).toBe(name);
  });

  it('is the nearest in time of several', () => {
    const lights = [light('yard light', 14.5), light('path light', 12.5), light('far light', 40)];
    expect(lightSwitchedAt({ atSeconds: 13 }, lights)?.name).toBe('path light');
    expect(lightSwitchedAt({ atSeconds: 13 }, [])).toBeUndefined();
  });
});
