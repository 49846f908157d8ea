import { once } from 'node:events';
import { request as ask, createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { eventually, RunningSystem } from '../support/running-system.ts';

/** Where test/system/settings.json says that the partners are. */
const PARTNERS_PORT = 19_311;

const IncidentFile = z.object({
  incident: z.object({ id: z.string(), version: z.int() }),
  sightings: z.array(z.object({ reasons: z.array(z.string()) })),
  referrals: z.array(
    z.object({
      referral: z.object({
        id: z.string(),
        status: z.string(),
        sentence: z.string(),
        partner: z.string(),
        theirReference: z.string().optional(),
      }),
      history: z.array(z.object({ did: z.string(), said: z.string() })),
    }),
  ),
});
type Referred = z.infer<typeof IncidentFile>['referrals'][number];

const PARTNERS = ['Council by JSON', 'Council by XML'];

// The system is its own partner: whoever reads the council's side reads ours.
describe('a fly-tip on other people’s land, referred to two partners', () => {
  const system = new RunningSystem(inject('assembly'));
  const door = createServer((request, response) => {
    const { method, url = '/', headers } = request;
    const passed = ask(`${system.whereabouts.api}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  let ours: string;

  beforeAll(async () => {
    door.listen(PARTNERS_PORT, '127.0.0.1');
    await once(door, 'listening');
    await system.start();
    await system.register();
  });
  afterAll(async () => {
    door.closeAllConnections();
    door.close();
    await system.remove();
  });

  const officer = () => system.as('estate-officer.riverside');
  const read = async (id: string) => (await officer()).get(`/incidents/${id}`, IncidentFile);
  const incidentOf = (words: string) =>
    eventually(`the incident of ${words}`, async () =>
      (await system.incidents()).find(({ sightings }) =>
        sightings.some(({ reasons }) => reasons.some((reason) => reason.includes(words))),
      ),
    );
  /** What each partner was sent, once all of them have answered as is wanted. */
  const referredTo = (wanted: (found: Referred['referral']) => boolean, withinSeconds: number) =>
    eventually(
      'the partners’ answers',
      async () => {
        const referrals = (await read(ours))?.referrals ?? [];
        return referrals.length > 0 && referrals.every(({ referral }) => wanted(referral))
          ? referrals
          : undefined;
      },
      withinSeconds,
    );

  it('arrives at each once, with our reference and no more of it than an officer says', async () => {
    const reported = new URLSearchParams({
      service_code: 'fly-tipping',
      lat: '51.481902',
      long: '-3.178610',
      'attribute[type_of_waste]': 'white-goods',
      description: 'A fridge; my neighbour Mr Example saw it',
    });
    await fetch(`${system.whereabouts.api}/open311/v2/requests.json`, { method: 'POST', body: reported });
    ours = (await incidentOf('A fridge')).incident.id;
    const note = 'On the verge outside the gate.';
    for (const partner of [...PARTNERS, ...PARTNERS]) {
      await (await officer()).send('POST', `/incidents/${ours}/referrals`, { partner, note });
    }
    const referrals = await referredTo(({ theirReference }) => theirReference !== undefined, 150);
    expect(referrals.map(({ referral }) => referral.partner).sort()).toEqual(PARTNERS);
    for (const { referral, history } of referrals) {
      expect(history.map(({ did }) => did)).toEqual(['opened', 'sending', 'sent']);
      const theirs = (await incidentOf(referral.id)).sightings
        .flatMap(({ reasons }) => reasons)
        .filter((reason) => reason.includes(referral.id));
      expect(theirs).toEqual([expect.stringContaining('On the verge outside the gate.')]);
      expect(theirs.join()).not.toContain('Mr Example');
    }
  });

  it('is told to be fixed when they say so, and stays for the officer to close', async () => {
    // It lies at one place in both books, so their incident of it is ours.
    for (const [move, said] of [
      ['confirm', {}],
      ['resolve', { reason: 'the council took it away' }],
    ] as const) {
      const version = (await read(ours))?.incident.version;
      await (await officer()).send('POST', `/incidents/${ours}/${move}`, { version, ...said });
    }
    for (const { referral } of await referredTo(({ status }) => status === 'closed', 200)) {
      expect(referral.sentence).toMatch(/^They say it is (fixed|closed): “It has been put right.”$/);
    }
  });
});
