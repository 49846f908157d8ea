import { z } from 'zod';
import type { Rota } from '../../shared/notifications/rota.ts';
import { ApiClient } from '../api-client.ts';
import type { Whereabouts } from '../whereabouts.ts';

const OFFICERS = ['estate-officer.riverside', 'estate-officer.hilltop'] as const;
const MANAGER = 'manager.riverside';

/** Who is on duty at the demo landlord: by day each patch's officer, out of hours a week's turn each. */
export const demoRota: z.input<typeof Rota> = {
  landlord: {
    outOfHours: { turns: { from: '2026-01-05', handOverAt: '09:00', people: [...OFFICERS] } },
    escalation: [MANAGER],
  },
  patches: {
    riverside: { working: { officers: [OFFICERS[0]] } },
    hilltop: { working: { officers: [OFFICERS[1]] } },
  },
};

/** Has the demo's manager set the rota, and each of its people say where they are told. */
export async function enterDuty(whereabouts: Whereabouts): Promise<void> {
  const manager = await ApiClient.as(MANAGER, whereabouts);
  const version = (await manager.get('/rota', z.object({ version: z.int() })))?.version ?? 0;
  await manager.send('PUT', '/rota', { version, rota: demoRota });
  for (const username of [...OFFICERS, MANAGER]) {
    const person = await ApiClient.as(username, whereabouts);
    await person.send('PUT', '/me/contact/email', { email: `${username}@landlord.example` });
  }
}

/** Has each officer ask for their patch's digest, which otherwise comes in the morning. */
export async function askForDigests(whereabouts: Whereabouts): Promise<void> {
  for (const username of OFFICERS) {
    const officer = await ApiClient.as(username, whereabouts);
    await officer.send('POST', `/digests?patch=${username.split('.')[1]}`, {});
  }
}
