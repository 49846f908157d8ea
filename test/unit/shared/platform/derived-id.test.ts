import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivedId } from '../../../../shared/platform/derived-id.ts';

describe('a derived id', () => {
  it('is the same for the same thing, on every machine', () => {
    // By `printf 'clip/yard-3@2026-11-22T00:12:47.000Z' | sha256sum`, each byte’s lowest five bits.
    expect(derivedId('FT', 'clip/yard-3@2026-11-22T00:12:47.000Z')).toBe('FT-WNFHQC0KPS');
  });

  it('has no letter that is taken for a digit when it is read out', () => {
    fc.assert(
      fc.property(fc.string(), (from) => {
        expect(derivedId('T', from)).toMatch(/^T-[0-9A-HJKMNP-TV-Z]{10}$/);
      }),
    );
  });

  it('differs for ten thousand different things', () => {
    const ids = new Set(Array.from({ length: 10_000 }, (_, number) => derivedId('T', `task ${number}`)));
    expect(ids.size).toBe(10_000);
  });
});
