import type { Delivery } from './notification.ts';

/** What came of handing a message to a provider. */
export type Sent = Pick<Delivery, 'outcome' | 'providerId' | 'why'>;

/** An error in one word: its code, such as `ENOTFOUND`, or its name. What it says in full may hold an address. */
export function inOneWord(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
