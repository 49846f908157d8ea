import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { jsonSetting, readEnvironment } from '../../../../shared/platform/environment.ts';

const Environment = z.object({ TABLE: z.string(), DAYS: jsonSetting(z.object({ clip: z.number() })) });

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a function’s environment', () => {
  it('is read with its settings out of their JSON', () => {
    vi.stubEnv('TABLE', 'estatewatch');
    vi.stubEnv('DAYS', '{"clip":1}');
    expect(readEnvironment(Environment)).toEqual({ TABLE: 'estatewatch', DAYS: { clip: 1 } });
  });

  it.each([
    ['what is missing', undefined, '{"clip":1}', 'at TABLE'],
    ['what is not JSON', 'estatewatch', '{clip', 'not JSON\n  → at DAYS'],
    ['what is of another shape', 'estatewatch', '{"clip":"one"}', 'at DAYS.clip'],
  ])('names %s', (_, table, days, words) => {
    vi.stubEnv('TABLE', table);
    vi.stubEnv('DAYS', days);
    expect(() => readEnvironment(Environment)).toThrow(/^This function is not deployed as it must be: /);
    expect(() => readEnvironment(Environment)).toThrow(words);
  });
});
