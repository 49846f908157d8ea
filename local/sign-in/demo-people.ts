import type { Person } from './people.ts';

const NAMES = [
  'Amira Khan',
  'Ben Okafor',
  'Cerys Evans',
  'Dev Patel',
  'Elin Jones',
  'Farah Ali',
  'Gwen Hughes',
  'Hamish Reid',
];

/**
 * One made-up person for each role and patch that the templates name, so that every view of the system can be tried:
 * `estate-officer.riverside` and so on. `groups` are the user pool's.
 */
export function peopleFor(groups: readonly string[]): Person[] {
  const named = (kind: string) => groups.filter((group) => group.startsWith(`${kind}/`));
  const pairs = named('role').flatMap((role) => named('patch').map((patch) => [role, patch] as const));
  return pairs.map(([role, patch], index) => {
    const username = `${lastPart(role)}.${lastPart(patch)}`;
    const name = NAMES[index] ?? `Person ${index + 1}`;
    return { username, name, email: `${username}@landlord.example`, groups: [role, patch] };
  });
}

function lastPart(group: string): string {
  return group.slice(group.indexOf('/') + 1);
}
