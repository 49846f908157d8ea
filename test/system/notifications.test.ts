import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { enterDuty } from '../../local/demo/duty.ts';
import { machineClock } from '../../shared/platform/clock.ts';
import { plusSeconds } from '../../shared/platform/instant.ts';
import { eventually, RunningSystem } from '../support/running-system.ts';

// Milesight WS301, port 85: battery 100, door open.
const DOOR_OPEN = '017564030001040000';
const DOORS = Array.from({ length: 21 }, (_, index) => `telltale-door-${index + 1}`);
const HOME = { latitude: 51.4812, longitude: -0.0521 };
const onRiverside = { patch: 'riverside', estateId: 'telltale-estate', coordinates: HOME };

const register = {
  assets: [
    { kind: 'estate', id: 'telltale-estate', name: 'Telltale Estate', patch: 'riverside', coordinates: HOME },
    {
      kind: 'block',
      id: 'telltale-court',
      name: 'Telltale Court',
      ...onRiverside,
      uprn: '10008000009',
      homes: 9,
    },
    ...DOORS.flatMap((id) => [
      { kind: 'door', id, name: `Telltale ${id}`, ...onRiverside, blockId: 'telltale-court', outer: true },
      {
        kind: 'sensor',
        id: `${id}-sensor`,
        name: `Telltale ${id} sensor`,
        ...onRiverside,
        blockId: 'telltale-court',
        model: 'milesight-ws301',
        watches: id,
      },
    ]),
  ],
};

const Page = z.object({
  items: z.array(
    z.object({
      to: z.string(),
      status: z.string(),
      content: z.object({ notices: z.array(z.object({ what: z.string() })).optional() }),
      deliveries: z.array(z.object({ channel: z.string(), outcome: z.string(), providerId: z.string() })),
    }),
  ),
});

// Messages are gathered for 1.2 minutes here (settings.json): two ticks of the minute's check lie within them, so that all
// doors are found open while the first one's message is fresh. Work to make a door safe is in breach after as long.
describe('what is urgent', () => {
  const system = new RunningSystem(inject('assembly'));
  beforeAll(async () => {
    await system.start();
    const manager = await system.as('manager.riverside');
    await manager.send('PUT', '/register', register);
    await enterDuty(system.whereabouts);
    // Whatever time it is.
    const duty = { dutyOfficer: 'estate-officer.riverside' };
    const turns = { from: '2026-01-05', handOverAt: '09:00', people: ['estate-officer.riverside'] };
    const landlord = { working: duty, outOfHours: { turns }, escalation: ['manager.riverside'] };
    await manager.send('PUT', '/rota', { version: 1, rota: { landlord } });
  });
  afterAll(() => system.remove());

  // A digest comes too, when these tests run at half past seven.
  const mailTo = async (username: string) =>
    (await mailbox()).filter(({ to, subject }) => to.startsWith(username) && /door|breach/i.test(subject));
  const mailbox = () => readMailbox(system.whereabouts.mailbox);

  it('is one e-mail to whoever is on duty, and twenty more at once are one more', {
    timeout: 300_000,
  }, async () => {
    const opened = plusSeconds(machineClock(), -7_200);
    for (const id of DOORS) {
      const said = { payload: DOOR_OPEN, port: 85, counter: 1, session: 'one', time: opened };
      await system.publish(`estates/telltale-estate/devices/${id}-sensor/up`, JSON.stringify(said));
    }
    const first = await eventually(
      'the first e-mail',
      async () => (await mailTo('estate-officer.riverside'))[0],
      120,
    );
    expect(first.subject).toBe('Insecure door on Riverside');
    const [second] = await eventually(
      'the second e-mail',
      async () => {
        const mails = await mailTo('estate-officer.riverside');
        return mails.length > 1 ? mails : undefined;
      },
      160,
    );
    expect(second?.subject).toBe('Insecure door, and 19 more on Riverside');
    expect(second?.text.match(/\/incidents\/DF-/g)).toHaveLength(20);
    expect(`${first.text}${second?.text}`).not.toMatch(/telltale/i);
    expect(await mailTo('estate-officer.riverside')).toHaveLength(2);
  });

  it('in breach is told to the manager', async () => {
    const [breach] = await eventually(
      'an e-mail of the breach',
      async () => {
        const mails = await mailTo('manager.riverside');
        return mails.length > 0 ? mails.toReversed() : undefined;
      },
      180,
    );
    expect(breach?.subject).toBe('Work is in breach on Riverside');
    expect(breach?.text).toContain('https://estatewatch.demo-homes.example/tasks/T-');
  });

  it('and what came of each is in the delivery log', async () => {
    const manager = await system.as('manager.riverside');
    // An e-mail is in the mailbox a moment before it is noted that it was sent.
    const toOfficer = await eventually('the log of both', async () => {
      const log = await manager.get('/notifications?limit=50', Page);
      const told = log?.items.filter(
        ({ to, content }) => to === 'estate-officer.riverside' && content.notices,
      );
      return told?.every(({ status }) => status === 'sent') ? told : undefined;
    });
    expect(toOfficer.map(({ status, content }) => [status, content.notices?.length])).toEqual([
      ['sent', 20],
      ['sent', 1],
    ]);
    for (const { deliveries } of toOfficer) {
      expect(deliveries).toMatchObject([{ channel: 'email', outcome: 'delivered' }]);
    }
  });
});

/** The mailbox as somebody reads it in a browser, newest first. */
async function readMailbox(address: string): Promise<{ to: string; subject: string; text: string }[]> {
  const list = await (await fetch(address)).text();
  const ids = [...list.matchAll(/href="\/emails\/([^"]+)"/g)].map(([, id]) => id);
  return Promise.all(
    ids.map(async (id) => {
      const page = await (await fetch(`${address}/emails/${id}`)).text();
      const [, subject = ''] = /<h1>(.*?)<\/h1>/s.exec(page) ?? [];
      const [, to = ''] = /To (\S+?)</.exec(page) ?? [];
      const [, text = ''] = /<pre>(.*?)<\/pre>/s.exec(page) ?? [];
      return { to, subject, text };
    }),
  );
}
