import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { lookAtReferral } from '../../../../functions/refer-outward/look-at-referral.ts';
import { moveIncident } from '../../../../shared/incidents/incident-moves.ts';
import { plusSeconds } from '../../../../shared/platform/instant.ts';
import { byPerson } from '../../../../shared/platform/person.ts';
import { openReferral } from '../../../../shared/referrals/open-referral.ts';
import { Open311Partner } from '../../../../shared/referrals/open311-partner.ts';
import { PartnerHttps } from '../../../../shared/referrals/partner-https.ts';
import { ReferralPartner } from '../../../../shared/referrals/referral-settings.ts';
import { ReferralStore } from '../../../../shared/referrals/referral-store.ts';
import { Asset } from '../../../../shared/register/asset.ts';
import { anIncident, aPerson, aRegister } from '../../../support/builders.ts';
import { keptLog } from '../../../support/kept-log.ts';
import { tablesForThisFile } from '../../../support/table.ts';
import { NOW, open311On } from '../open311/open311-at-work.ts';
import { estatewatchPartner, partnerServer } from './partner-server.ts';

const tables = tablesForThisFile();
const HOUR = 3_600;

/** A fly-tip that an officer refers to a partner at this address, and the function that sends it. */
async function referred(url: string, said: Partial<z.input<typeof ReferralPartner>> = {}) {
  const settings = ReferralPartner.parse({
    name: 'Northside Council',
    url,
    services: { 'fly-tipping': { code: 'fly-tipping', attributes: { type_of_waste: 'white-goods' } } },
    onOwnNetwork: true,
    ...said,
  });
  let now = NOW;
  const referrals = new ReferralStore(tables.fresh(), { pollMinutes: 60 });
  const endpoint = new Open311Partner(settings, { apiKey: undefined }, new PartnerHttps(400));
  const room = {
    referrals,
    partner: async (name: string) => (name === settings.name ? { settings, endpoint } : undefined),
    log: keptLog(),
    clock: () => now,
  };
  const incident = anIncident();
  const asset = Asset.parse(aRegister().assets.find(({ id }) => id === incident.assetId));
  const asked = {
    partner: settings,
    note: 'On the verge by the gate.',
    landlord: 'Demo Homes',
    timesBefore: 0,
  };
  const opened = openReferral(incident, asset, asked, aPerson(), NOW);
  await referrals.open(opened);
  const { id: referralId } = opened.referral;
  const file = async () => {
    const [found] = await referrals.ofIncident(incident.id);
    if (found === undefined) throw new Error('The referral is not there.');
    return found;
  };
  return {
    id: referralId,
    file,
    referral: async () => (await file()).referral,
    did: async () => (await file()).history.map(({ did }) => did),
    look: () => lookAtReferral({ incidentId: incident.id, referralId }, room),
    after: (seconds: number) => {
      now = plusSeconds(now, seconds);
    },
  };
}

const tell = (response: ServerResponse, status: number, said: unknown) =>
  void response.writeHead(status).end(JSON.stringify(said));

describe.each(['json', 'xml'] as const)('a referral to another Estatewatch, in %s', (format) => {
  it.each([true, false])(
    'is sent once, and ends when they say that it is fixed (updates: %s)',
    async (tellsUpdates) => {
      const partner = open311On(tables.fresh());
      await partner.room.register.import(aRegister());
      const sent = await referred(await estatewatchPartner(partner.room), { format, tellsUpdates });
      await sent.look();
      await sent.look();
      const { theirReference = '', ...open } = await sent.referral();
      expect(open).toMatchObject({ status: 'open', tries: 1 });
      const report = await partner.room.reports.get(theirReference);
      expect(report).toMatchObject({ place: { assetId: 'ash-court-bin-camera' } });
      expect(report?.description).toMatch(
        /^Fly-tipping near Ash Court bin store camera, seen on .* On the verge/,
      );
      expect(report?.answers).toMatchObject({ external_id: sent.id });

      for (const move of ['confirm', 'resolve'] as const) {
        const before = await partner.room.incidents.get(report?.incidentId ?? '');
        if (before === undefined) throw new Error('The partner has no incident of it.');
        const by = byPerson(aPerson());
        const detail = { reason: 'an inside note' };
        const at = plusSeconds(NOW, move === 'confirm' ? 60 : 120);
        await partner.room.incidents.save(moveIncident(before, move, detail, by, at), {
          after: before.version,
        });
        const file = await partner.room.incidents.file(before.id);
        if (file !== undefined) await partner.room.reports.follow(theirReference, file, at);
      }
      partner.at(plusSeconds(NOW, HOUR));
      sent.after(HOUR);
      await sent.look();
      await sent.look();
      const { referral, history } = await sent.file();
      const fixed = tellsUpdates ? 'fixed' : 'closed';
      expect(referral).toMatchObject({
        status: 'closed',
        sentence: `They say it is ${fixed}: “It has been put right.”`,
      });
      expect(history.filter(({ said }) => said === referral.sentence)).toHaveLength(1);
      expect(JSON.stringify(history)).not.toContain('inside note');
    },
  );

  it('is refused in their words', async () => {
    const partner = open311On(tables.fresh());
    await partner.room.register.import(aRegister());
    const sent = await referred(await estatewatchPartner(partner.room), {
      format,
      services: { 'fly-tipping': { code: 'fly-tipping' } },
    });
    await sent.look();
    expect(await sent.referral()).toMatchObject({
      status: 'refused',
      sentence: expect.stringContaining(
        'Northside Council does not take it: “attribute[type_of_waste]” is missing',
      ),
    });
  });
});

describe('a referral whose answer was lost', () => {
  const lossy = (found: (id: string) => unknown) => {
    const posts: string[] = [];
    const url = partnerServer((request, body, response) => {
      const [, id = ''] = /external_id%5D=([^&]+)/.exec(body) ?? [];
      if (request.method === 'POST') posts.push(id);
      if (request.method === 'POST' && posts.length === 1) return void response.destroy();
      tell(response, 200, request.method === 'POST' ? [{ service_request_id: '17' }] : found(posts[0] ?? ''));
    });
    return { posts, url };
  };

  it('is found there by our reference, and not sent again', async () => {
    const { posts, url } = lossy((id) => [
      { service_request_id: 4711, description: `Bags. Our reference ${id}.` },
    ]);
    const sent = await referred(await url);
    await sent.look();
    expect(await sent.referral()).toMatchObject({ status: 'sending' });
    await sent.look();
    sent.after(601);
    await sent.look();
    expect(await sent.referral()).toMatchObject({ status: 'open', theirReference: '4711' });
    expect(posts).toEqual([sent.id]);
    expect(await sent.did()).toEqual(['opened', 'sending', 'lost', 'found']);
  });

  it('is said to be unsure when they do not show it', async () => {
    const { posts, url } = lossy(() => [{ service_request_id: '1', description: 'Something else' }]);
    const sent = await referred(await url);
    await sent.look();
    sent.after(601);
    await sent.look();
    expect(await sent.referral()).toMatchObject({
      status: 'unsure',
      sentence: expect.stringContaining('ask them before it is referred again'),
    });
    expect(posts).toHaveLength(1);
  });

  it('is sent again under its number where that is the same request', async () => {
    const { posts, url } = lossy(() => []);
    const sent = await referred(await url, { takesRepeats: true });
    await sent.look();
    sent.after(601);
    await sent.look();
    await sent.look();
    expect(await sent.referral()).toMatchObject({ status: 'open', theirReference: '17' });
    expect(posts).toEqual([sent.id, sent.id]);
  });

  it('by a server that never answers is given up in time', async () => {
    const sent = await referred(await partnerServer(() => undefined));
    await sent.look();
    expect((await sent.file()).history.at(-1)).toMatchObject({
      did: 'lost',
      said: expect.stringContaining('no answer within 0.4 s'),
    });
  });
});

describe('a partner', () => {
  it('that gives a token is asked for its number until it has one', async () => {
    let number = '';
    const url = await partnerServer((request, _, response) => {
      if (request.method === 'POST') return tell(response, 200, [{ token: 'T/1' }]);
      const isToken = request.url?.startsWith('/tokens/T%2F1.json');
      tell(response, isToken ? 200 : 404, [{ token: 'T/1', service_request_id: number }]);
    });
    const sent = await referred(url);
    await sent.look();
    await sent.look();
    expect(await sent.referral()).toMatchObject({ status: 'awaiting-reference' });
    number = '17';
    await sent.look();
    expect(await sent.referral()).toMatchObject({ status: 'open', theirReference: '17' });
  });

  it('that is not there is tried again later, and at last given up', async () => {
    const sent = await referred('http://127.0.0.1:9');
    await sent.look();
    expect(await sent.referral()).toMatchObject({ status: 'waiting', tries: 1 });
    for (let tries = 1; tries < 10; tries += 1) await sent.look();
    expect(await sent.referral()).toMatchObject({
      status: 'refused',
      sentence: expect.stringContaining('could not be reached in two days: ECONNREFUSED'),
    });
  });

  it('that asks to come back later is not taken to have refused', async () => {
    const sent = await referred(await partnerServer((_, __, response) => tell(response, 429, [])));
    await sent.look();
    expect(await sent.referral()).toMatchObject({ status: 'waiting' });
  });

  it('that redirects is not followed', async () => {
    const asked: (string | undefined)[] = [];
    const url = await partnerServer((request, _, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const sent = await referred(url);
    await sent.look();
    expect(await sent.referral()).toMatchObject({ status: 'refused' });
    expect(asked).toEqual(['/requests.json']);
  });

  it('on this machine is not called unless the settings say that it is on the landlord’s network', async () => {
    let calls = 0;
    const url = await partnerServer((_, __, response) => {
      calls += 1;
      tell(response, 200, []);
    });
    const sent = await referred(url.replace('http:', 'https:'), { onOwnNetwork: false });
    await sent.look();
    expect((await sent.file()).history.at(-1)?.said).toContain('127.0.0.1 is not on the public internet');
    expect(calls).toBe(0);
  });

  it('that is silent for once is asked again an hour later', async () => {
    let isUp = false;
    const url = await partnerServer((request, _, response) => {
      if (request.method === 'POST') return tell(response, 200, [{ service_request_id: '17' }]);
      tell(response, isUp ? 200 : 500, [
        { service_request_id: '17', status: 'open', status_notes: 'Seen\u0000 it' },
      ]);
    });
    const sent = await referred(url);
    await sent.look();
    await sent.look();
    expect(await sent.did()).toEqual(['opened', 'sending', 'sent']);
    isUp = true;
    await sent.look();
    await sent.look();
    expect((await sent.file()).history.map(({ said }) => said).slice(3)).toEqual([
      'They say it is open: “Seen it”',
    ]);
  });
});
