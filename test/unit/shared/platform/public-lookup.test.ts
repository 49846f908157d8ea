import { describe, expect, it } from 'vitest';
import { publicLookup } from '../../../../shared/platform/public-lookup.ts';

describe('a name that leads to this machine', () => {
  it.each(['localhost', '127.0.0.1'])('is not connected to: %s', async (name) => {
    const failed = await new Promise((resolve) => publicLookup()(name, { all: true }, resolve));
    expect(failed).toMatchObject({ name: 'NotPublic' });
  });
});
