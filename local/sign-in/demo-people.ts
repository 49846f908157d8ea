import type { Person } from './people.ts';

/**
 * One person for each role and patch that the templates name, so that every view of the system can be tried:
 * `estate-officer.riverside` and so on. `groups` are the user pool's.
 */
export function peopleFor(groups: readonly string[]): Person[] {
  const named = (kind: string) => groups.filter((group) => group.startsWith(`${kind}/`));
  return named('role').flatMap((role) =>
    named('patch').map((patch) => {
      const username = `${lastPart(role)}.${lastPart(patch)}`;
      return {
        username,
        name: `${inWords(lastPart(role))}, ${inWords(lastPart(patch))}`,
        email: `${username}@landlord.example`,
        groups: [role, patch],
      };
    }),
  );
}

function lastPart(group: string): string {
  return group.slice(group.indexOf('/') + 1);
}

function inWords(slug: string): string {
  const words = slug.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
