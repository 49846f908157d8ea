import type { z } from 'zod';
import { type Day, dayOf } from '../../shared/platform/day.ts';
import { derivedId } from '../../shared/platform/derived-id.ts';
import { NotFound, Rejected, WrongState } from '../../shared/platform/errors.ts';
import type { Instant } from '../../shared/platform/instant.ts';
import type { By } from '../../shared/platform/person.ts';
import type { Asset, Estate } from '../../shared/register/asset.ts';
import type { RegisterStore } from '../../shared/register/register-store.ts';
import { proposeRoute, routeOver, type Stop } from '../../shared/walkabouts/route.ts';
import { planWalkabout, type Walkabout } from '../../shared/walkabouts/walkabout.ts';
import type { Room } from './room.ts';
import type { NewWalkabout } from './walkabouts-contract.ts';

type Place = Pick<Walkabout, 'patch' | 'estateId'>;
type Planned = z.output<typeof NewWalkabout> & { readonly leader: string };

/**
 * Enters a new walkabout of an estate, or of a whole patch. There is one of a kind at a place and day, unless those
 * before were cancelled: throws `WrongState` naming it, and `Rejected` for a day or a stop that it cannot have.
 */
export async function enterWalkabout(place: Place, planned: Planned, room: Room, by: By): Promise<Walkabout> {
  const { patch, estateId } = place;
  const { kind, day, leader, residents, partners } = planned;
  const now = room.clock();
  checkDay(day, now);
  const stops = planned.stops
    ? await stopsNamed(planned.stops, place, room)
    : await proposedStops(place, room.register);
  for (let cancelled = 0; ; cancelled += 1) {
    const id = derivedId('W', `${estateId ?? `patch/${patch}`} ${kind} ${day} ${cancelled}`);
    const on = { patch, ...(estateId === undefined ? {} : { estateId }) };
    const change = planWalkabout({ id, kind, day, ...on, leader, residents, partners, stops }, by, now);
    if (await room.walkabouts.plan(change)) return change.walkabout;
    const before = await room.walkabouts.get(id);
    if (before?.status === 'cancelled') continue;
    throw new WrongState(
      `There is a ${kind.replace('-', ' ')} there for ${day}: ${id}. Change that one, or cancel it first.`,
    );
  }
}

/** The stops at these assets. Throws `Rejected`, in words, for one that is not of the walkabout's estate or patch. */
export async function stopsNamed(
  assetIds: readonly string[],
  place: Place,
  { register }: Pick<Room, 'register'>,
): Promise<Stop[]> {
  const { patch, estateId } = place;
  const where = estateId === undefined ? `an estate of patch “${patch}”` : `estate “${estateId}”`;
  return routeOver(assetIds, (await assetsAt(place, register)).assets, where);
}

async function proposedStops(place: Place, register: RegisterStore): Promise<Stop[]> {
  const { estates, assets } = await assetsAt(place, register);
  const [first] = estates;
  if (first === undefined) throw new NotFound(`There is no estate in patch “${place.patch}”.`);
  return proposeRoute(assets, first.coordinates);
}

async function assetsAt(
  { patch, estateId }: Place,
  register: RegisterStore,
): Promise<{ estates: Estate[]; assets: Asset[] }> {
  const inPatch = await register.estatesOf(patch);
  const estates = inPatch.filter(({ id }) => estateId === undefined || id === estateId);
  const assets = await Promise.all(estates.map(({ id }) => register.onEstate(id)));
  return { estates, assets: assets.flat() };
}

// What took place on paper is entered afterwards.
const LATE_DAYS = 31;
const AHEAD_DAYS = 366;

function checkDay(day: Day, now: Instant): void {
  const [first, last] = [dayOf(now, -LATE_DAYS), dayOf(now, AHEAD_DAYS)];
  if (day < first) {
    throw new Rejected(`${day} is more than ${LATE_DAYS} days ago: walkabouts are entered from ${first} on.`);
  }
  if (day > last)
    throw new Rejected(`${day} is more than a year ahead: walkabouts are planned up to ${last}.`);
}
