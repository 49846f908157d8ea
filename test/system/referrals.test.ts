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
        theirReference: z.string().optional(),
      }),
      history: z.array(z.object({ did: z.string(), said: z.string() })),
    }),
  ),
});

// The system is its own partner: whoever reads the council's side reads ours.
describe.each(['Council by JSON', 'Council by XML'])(
  'a fly-tip on other people’s land, referred to %s',
  (partner) => {
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

    it('arrives there once, with our reference and no more of it than an officer says', async () => {
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
      await (await officer()).send('POST', `/incidents/${ours}/referrals`, { partner, note });
      await (await officer()).send('POST', `/incidents/${ours}/referrals`, { partner, note });
      const file = await eventually(
        'the partner’s reference',
        async () => {
          const found = await read(ours);
          return found?.referrals[0]?.referral.theirReference === undefined ? undefined : found;
        },
        150,
      );
      const [{ referral, history } = { referral: undefined, history: [] }] = file.referrals;
      expect(file.referrals).toHaveLength(1);
      expect(history.map(({ did }) => did)).toEqual(['opened', 'sending', 'sent']);
      const theirs = (await incidentOf(referral?.id ?? 'no reference')).sightings
        .flatMap(({ reasons }) => reasons)
        .filter((reason) => reason.includes(referral?.id ?? 'no reference'));
      expect(theirs).toEqual([expect.stringContaining('On the verge outside the gate.')]);
      expect(theirs.join()).not.toContain('Mr Example');
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
      const told = await eventually(
        'their word',
        async () => (await read(ours))?.referrals.find(({ referral }) => referral.status === 'closed'),
        200,
      );
      expect(told.referral.sentence).toMatch(/^They say it is (fixed|closed): “It has been put right.”$/);
    });
  },
);
