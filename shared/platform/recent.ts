/** What was kept last, up to so many: the oldest goes first. */
export class Recent<Key, Value> {
  readonly #limit: number;
  readonly #values = new Map<Key, Value>();
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** What is kept under a key, which is kept no longer: two who decide on it at once must not both rely on it. */
  take(key: Key): Value | undefined {
    const value = this.#values.get(key);
    this.#values.delete(key);
    return value;
  }

  keep(key: Key, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size <= this.#limit) return;
    for (const oldest of this.#values.keys()) {
      this.#values.delete(oldest);
      return;
    }
  }
}
