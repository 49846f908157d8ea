import { createHash, timingSafeEqual } from 'node:crypto';

/** Somebody who can sign in. Groups name roles and patches: `role/estate-officer`, `patch/riverside`. */
export interface Person {
  username: string;
  name: string;
  email: string;
  groups: readonly string[];
  /** Asked for at sign-in when there is one; without it, choosing the name is enough. */
  password?: string;
}

/** A person with the id that tokens carry as `sub`. */
export type KnownPerson = Person & { sub: string };

/** The people of one user pool. */
export interface People {
  all: readonly KnownPerson[];
  byUsername(username: string): KnownPerson | undefined;
  bySub(sub: string): KnownPerson | undefined;
}

/** A UUID (version 8 of RFC 9562: made by us) that is always the same for a username of a pool. */
function subOf(poolId: string, username: string): string {
  const hex = createHash('sha256').update(`${poolId}\n${username}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The people of a pool, each with the same `sub` after every start. */
export function peopleOf(poolId: string, people: readonly Person[]): People {
  const all = people.map((person) => ({ ...person, sub: subOf(poolId, person.username) }));
  return {
    all,
    byUsername: (username) => all.find((person) => person.username === username),
    bySub: (sub) => all.find((person) => person.sub === sub),
  };
}

/** Whether this password lets the person in; always, for a person without one. */
export function mayEnter(person: Person, password: string | undefined): boolean {
  if (person.password === undefined) return true;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(person.password), digest(password ?? ''));
}

const inWords = (slug: string) => {
  const words = slug.replaceAll('-', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
};

/** Roles and patches as people say them: `Estate officer for Riverside and Northgate`. */
export function groupsInWords(groups: readonly string[]): string {
  const list = new Intl.ListFormat('en-GB');
  const named = (kind: string) =>
    groups
      .filter((group) => group.startsWith(`${kind}/`))
      .map((group) => inWords(group.slice(kind.length + 1)));
  const patches = named('patch');
  const roles = list.format(named('role'));
  return patches.length === 0 ? roles : `${roles} for ${list.format(patches)}`;
}
