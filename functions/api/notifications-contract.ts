import { z } from '@hono/zod-openapi';
import { PushSubscription, PushTarget } from '../../shared/notifications/contact.ts';
import { Notification as SharedNotification } from '../../shared/notifications/notification.ts';
import { Rota as SharedRota, SetRota as SharedSetRota } from '../../shared/notifications/rota.ts';
import { Instant } from '../../shared/platform/instant.ts';
import { named } from './contract.ts';

const Rota = named(
  SharedRota,
  'Rota',
  'Who is on duty, for the whole landlord and for patches that have their own. Times are local.',
  {
    landlord: {
      outOfHours: {
        turns: { from: '2026-11-23', handOverAt: '09:00', people: ['officer-north', 'officer-south'] },
        shifts: [{ from: '2026-12-25T00:00', until: '2026-12-27T00:00', username: 'manager' }],
      },
      escalation: ['manager'],
    },
    patches: { north: { working: { officers: ['officer-north'] } } },
  },
);

/** The rota as the API shows it. */
export const SetRota = z
  .object({ ...SharedSetRota.shape, rota: Rota })
  .openapi('SetRota', { description: 'The rota, and who set it. Version 0: nobody has yet.' });

/** A rota as it is set. */
export const NewRota = z
  .strictObject({
    version: z.int().min(0).openapi({ description: 'The version that you looked at.', example: 0 }),
    rota: Rota,
  })
  .openapi('NewRota');

/** Who is on duty at a moment. */
export const OnDuty = z
  .object({
    patch: z.string(),
    at: Instant,
    by: z.enum(['duty-officer', 'officers', 'shift', 'turn', 'nobody']),
    people: z.array(z.object({ username: z.string(), canBeTold: z.boolean() })),
  })
  .openapi('OnDuty', {
    description: 'Who is on duty, by which part of the rota, and who of them has said where to be told.',
  });

/** Where you are told. */
export const MyContact = z
  .object({
    email: z.email().optional(),
    subscriptions: z.array(PushSubscription.pick({ id: true, addedAt: true })),
    pushKey: z.string().openapi({ description: 'What a browser is given as `applicationServerKey`.' }),
  })
  .openapi('MyContact', { description: 'Your address and the browsers that you are told in.' });

/** Your address as you set it. */
export const SetEmail = z
  .strictObject({ email: z.email().nullable() })
  .openapi('SetEmail', { example: { email: 'officer.north@landlord.example' } });

/** What a browser gives for push messages to it. */
export const NewSubscription = named(
  PushTarget,
  'NewSubscription',
  'A browser’s `PushSubscription` as JSON. Its endpoint is at a name of the public internet, by HTTPS.',
  {
    endpoint: 'https://updates.push.services.mozilla.com/wpush/v2/gAAAAABn',
    keys: {
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    },
  },
);

/** A notification as the API shows it. */
export const Notification = named(
  SharedNotification,
  'Notification',
  'One message to one person: what it told, and every try to deliver it.',
);
