import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  allowanceFor,
  Package,
  TargetHardeningSettings,
} from '../../../shared/target-hardening/target-hardening-settings.ts';

const page = readFileSync(new URL('../../../docs/target-hardening.md', import.meta.url), 'utf8');
const cells = [...page.matchAll(/\| (\w+) \| (\d+) hours (?=\|)/g)].map(([, name, hours]) => [
  name,
  Number(hours),
]);

describe('The page on target hardening', () => {
  it('shows settings that are accepted', () => {
    const [, json = ''] = /```json\n"targetHardening": (.*?)```/s.exec(page) ?? [];
    expect(TargetHardeningSettings.parse(JSON.parse(json))).toMatchObject({
      packages: { bronze: { workingDays: 5 }, gold: { clockHours: 24 } },
    });
  });

  it('says how long each package takes', () => {
    const schemes = ['gold-silver-bronze', 'urgent-priority-standard'].map((scheme) =>
      TargetHardeningSettings.parse({ packages: { scheme } }),
    );
    const hoursOf = (each: Package) => {
      const [metals, urgencies] = schemes;
      const settings = ['gold', 'silver', 'bronze'].includes(each) ? metals : urgencies;
      const allowance = settings && allowanceFor(each, settings);
      return allowance && 'clockHours' in allowance ? allowance.clockHours : undefined;
    };
    expect(Object.fromEntries(cells)).toEqual(
      Object.fromEntries(Package.options.map((each) => [each, hoursOf(each)])),
    );
  });
});
