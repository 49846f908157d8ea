/**
 * Chance that is the same for the same seed and name, so that a simulation can be played again. A 32-bit generator
 * (mulberry32) is plenty for life on an estate; it is not for secrets.
 */
export class Chance {
  #state: number;

  /** `names` tell one stream of chance from another: a device's own does not change when another device is added. */
  constructor(seed: number, ...names: readonly string[]) {
    let state = (0x811c9dc5 ^ seed) >>> 0;
    // FNV-1a over the names, as text is hashed everywhere.
    for (const character of names.join('/')) {
      state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
    }
    this.#state = state >>> 0;
  }

  /** A number from 0 (may be) to 1 (may not). */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Whether something happens that happens in this share of the cases. */
  happens(share: number): boolean {
    return this.share() < share;
  }

  /** A number between two. */
  between(from: number, until: number): number {
    return from + this.share() * (until - from);
  }

  /** One of some things, each as likely. */
  oneOf<const T>(first: T, ...others: readonly T[]): T {
    return others[Math.floor(this.share() * (others.length + 1)) - 1] ?? first;
  }

  /** How often something happened that comes singly and so often on average (Poisson). */
  times(average: number): number {
    const limit = Math.exp(-average);
    let product = this.share();
    let count = 0;
    for (; product > limit; count += 1) product *= this.share();
    return count;
  }
}
