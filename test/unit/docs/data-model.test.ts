import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Bid, BidLink } from '../../../shared/bids/bid.ts';
import { BidStore } from '../../../shared/bids/bid-store.ts';
import { CameraFlag } from '../../../shared/clips/camera/camera-flag.ts';
import { CameraFlagStore } from '../../../shared/clips/camera/camera-flag-store.ts';
import { CameraMemoryStore } from '../../../shared/clips/camera/camera-memory-store.ts';
import { CameraWeek } from '../../../shared/clips/camera/camera-week.ts';
import { CameraWeekStore, weekAddition } from '../../../shared/clips/camera/camera-week-store.ts';
import { ZoneStore } from '../../../shared/clips/camera/zone-store.ts';
import { CameraZones, TestImage } from '../../../shared/clips/camera/zones.ts';
import { Clip } from '../../../shared/clips/clip.ts';
import { ClipStore } from '../../../shared/clips/clip-store.ts';
import { RekognitionCalls } from '../../../shared/clips/labels/rekognition-calls.ts';
import { Deadline } from '../../../shared/deadlines/deadline.ts';
import { DeadlineStore } from '../../../shared/deadlines/deadline-store.ts';
import { IncidentHistory } from '../../../shared/incidents/incident.ts';
import { IncidentStore } from '../../../shared/incidents/incident-store.ts';
import { RecurrenceDays } from '../../../shared/incidents/kinds.ts';
import { Sighting } from '../../../shared/incidents/sighting.ts';
import { PushSubscription } from '../../../shared/notifications/contact.ts';
import { ContactStore } from '../../../shared/notifications/contact-store.ts';
import { DigestTurn } from '../../../shared/notifications/digest.ts';
import { DigestStore } from '../../../shared/notifications/digest-store.ts';
import { NotificationStore } from '../../../shared/notifications/notification-store.ts';
import { SetRota } from '../../../shared/notifications/rota.ts';
import { RotaStore } from '../../../shared/notifications/rota-store.ts';
import { Notice } from '../../../shared/notifications/urgency.ts';
import { AuditEntry, AuditStore } from '../../../shared/platform/audit-store.ts';
import { Instant } from '../../../shared/platform/instant.ts';
import { indexes, keys } from '../../../shared/platform/keys.ts';
import { Referral, ReferralHistory } from '../../../shared/referrals/referral.ts';
import { ReferralStore } from '../../../shared/referrals/referral-store.ts';
import { Asset } from '../../../shared/register/asset.ts';
import { RegisterStore } from '../../../shared/register/register-store.ts';
import { Contact, Report } from '../../../shared/reports/report.ts';
import { ReportAllowance } from '../../../shared/reports/report-allowance.ts';
import { ReportStore } from '../../../shared/reports/report-store.ts';
import { WeekCoverage } from '../../../shared/sensors/coverage.ts';
import { CoverageStore } from '../../../shared/sensors/coverage-store.ts';
import { DeviceStore, KnownDevice } from '../../../shared/sensors/device-store.ts';
import { Mute } from '../../../shared/sensors/mute.ts';
import { PlaceSettings } from '../../../shared/sensors/place-rules.ts';
import { PlaceRulesStore } from '../../../shared/sensors/place-rules-store.ts';
import { Home } from '../../../shared/target-hardening/home.ts';
import { Order, OrderHistory } from '../../../shared/target-hardening/order.ts';
import { OrderStore } from '../../../shared/target-hardening/order-store.ts';
import { Task, TaskHistory } from '../../../shared/tasks/task.ts';
import { TaskStore } from '../../../shared/tasks/task-store.ts';
import { WorkingHours } from '../../../shared/tasks/working-time.ts';
import { Answer } from '../../../shared/walkabouts/answer.ts';
import { Assessment } from '../../../shared/walkabouts/assessment.ts';
import { AssessmentStore } from '../../../shared/walkabouts/assessment-store.ts';
import { Assessor } from '../../../shared/walkabouts/assessor.ts';
import { Walkabout, WalkaboutHistory } from '../../../shared/walkabouts/walkabout.ts';
import { WalkaboutStore } from '../../../shared/walkabouts/walkabout-store.ts';
import { Delivery } from '../../../shared/webhooks/delivery.ts';
import { DeliveryStore } from '../../../shared/webhooks/delivery-store.ts';
import { SigningSecrets } from '../../../shared/webhooks/signing-secret.ts';
import { Subscription } from '../../../shared/webhooks/subscription.ts';
import { WebhookStore } from '../../../shared/webhooks/webhook-store.ts';
import { tablesForThisFile } from '../../support/table.ts';

const read = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const page = read('data-model.md');
const named = (pattern: RegExp) =>
  [...new Set([...page.matchAll(pattern)].map(([, name = '']) => name))].sort();

const Example = z.looseObject({ pk: z.string(), sk: z.string(), type: z.string() });
const [, json = ''] = /```json\n(.*?)```/s.exec(read('data-model-examples.md')) ?? [];
const examples = z.array(Example).parse(JSON.parse(json));

function example<T>(type: string, schema: z.ZodType<T>): T {
  return schema.parse(examples.find((each) => each.type === type));
}

const stores = {
  AssessmentStore,
  AuditStore,
  BidStore,
  CameraFlagStore,
  CameraMemoryStore,
  CameraWeekStore,
  ClipStore,
  ContactStore,
  CoverageStore,
  DeadlineStore,
  DeliveryStore,
  DeviceStore,
  DigestStore,
  IncidentStore,
  NotificationStore,
  OrderStore,
  PlaceRulesStore,
  ReferralStore,
  RegisterStore,
  ReportStore,
  RotaStore,
  TaskStore,
  WalkaboutStore,
  WebhookStore,
  ZoneStore,
};

describe('The page on the data model', () => {
  it('has a row for every key and for no other', () => {
    expect(named(/^\| `(\w+)` \|/gm)).toEqual(Object.keys(keys).sort());
  });

  it('has a row for every index and for no other', () => {
    expect(named(/^\| index `(\w+)` \|/gm)).toEqual(Object.keys(indexes).sort());
  });

  it('names every method of every store and no other', () => {
    const methods = Object.entries(stores).flatMap(([name, store]) => {
      const ofStore = Object.getOwnPropertyNames(store.prototype).filter((each) => each !== 'constructor');
      const ofClass = Object.keys(Object.getOwnPropertyDescriptors(store)).filter(
        (each) => !['length', 'name', 'prototype'].includes(each),
      );
      return [...ofStore, ...ofClass].map((method) => `${name}.${method}`);
    });
    expect(named(/`(\w+Store\.\w+)`/g)).toEqual(methods.sort());
  });
});

describe('The data model by example', () => {
  const tables = tablesForThisFile();

  it('is what the stores write', async () => {
    const table = tables.fresh();
    const commits = vi.spyOn(table, 'commit');
    const opened = example('incident-history', IncidentHistory);
    const bid = example('bid', Bid);

    const assets = examples.filter(({ type }) => type === 'asset').map((each) => Asset.parse(each));
    await new RegisterStore(table).import({ assets });
    const known = example('device-state', KnownDevice);
    const { receivedAt } = known.state.lastUplink;
    const devices = new DeviceStore(table);
    const keeping = { deadlines: [example('deadline', Deadline)], coverageSince: () => [] };
    await devices.save(known, undefined, keeping, receivedAt);
    await table.commit(CoverageStore.writes([example('coverage', WeekCoverage)]));
    const rules = new PlaceRulesStore(table);
    const settings = example('place-settings', PlaceSettings);
    await rules.save(settings, { after: 0 }, settings.setAt);
    const mute = example('mute', Mute);
    await rules.mute(mute, mute.askedAt);
    const { lookedThrough } = example('deadline-progress', z.object({ lookedThrough: Instant }));
    await new DeadlineStore(table).noteProgress(2, lookedThrough);
    const incidents = new IncidentStore(table, RecurrenceDays.parse(undefined));
    await incidents.take(example('sighting', Sighting), opened.by, opened.at);
    const history = example('task-history', TaskHistory);
    await new TaskStore(table, WorkingHours.parse({})).open({ task: example('task', Task), history });
    const order = example('target-hardening-order', Order);
    const requested = { order, history: example('target-hardening-history', OrderHistory) };
    await new OrderStore(table).request(requested, example('target-hardening-home', Home));
    await new BidStore(table).enter(bid);
    await new BidStore(table).link(example('bid-link', BidLink), bid);
    await new ClipStore(table).note(example('clip', Clip));
    await new ZoneStore(table).save(example('camera-zones', CameraZones), { after: 0 });
    const { cameraId, ...image } = example('camera-test-image', TestImage.extend({ cameraId: z.string() }));
    await new ZoneStore(table).keepTestImage(cameraId, image);
    const flag = example('camera-flag', CameraFlag);
    await new CameraFlagStore(table).note(cameraId, [flag]);
    await table.commit([weekAddition(cameraId, flag.at, example('camera-week', CameraWeek))]);
    await new RekognitionCalls(table, { callsPerDay: 1, callsPerMonth: 1 }).reserve(flag.at);
    const { incidentId: _, ...told } = example('report', Report);
    const report: Report = { ...told, status: 'open', updatedAt: told.receivedAt, told: 0, version: 1 };
    const reports = new ReportStore(table);
    await reports.keep(report, example('report-contact', Contact));
    const file = await incidents.file('DF-SC6NJE6AMR');
    if (file !== undefined) await reports.follow(report.id, file, told.updatedAt);
    await new ReportAllowance(table).take(`partner/${report.partner}`, 1, report.receivedAt);
    const referral = {
      referral: example('referral', Referral),
      history: example('referral-history', ReferralHistory),
    };
    await new ReferralStore(table, { pollMinutes: 60 }).open(referral);
    const walkabout = { ...example('walkabout', Walkabout), version: 1 };
    const walkabouts = new WalkaboutStore(table);
    await walkabouts.plan({ walkabout, history: example('walkabout-history', WalkaboutHistory) });
    await walkabouts.keep([example('walkabout-answer', Answer)], walkabout);
    await new AssessmentStore(table).saveAssessor(example('assessor', Assessor));
    await new AssessmentStore(table).keep(example('assessment', Assessment));
    const webhooks = new WebhookStore(table);
    const subscription = example('webhook', Subscription);
    await webhooks.enter(subscription, example('webhook-secrets', SigningSecrets));
    const delivery = example('webhook-delivery', Delivery);
    const [failed, delivered] = delivery.attempts;
    await webhooks.noteFailing(subscription.id, Instant.parse(failed?.at));
    await webhooks.takePlace(subscription.id, [], 1, Instant.parse(delivered?.at));
    await new DeliveryStore(table).enter(delivery);
    const { rota, setBy = '', setAt = told.receivedAt } = example('rota', SetRota);
    await new RotaStore(table).save(rota, setBy, setAt, { after: 0 });
    const contacts = new ContactStore(table);
    const address = example('contact-email', z.object({ email: z.email(), setAt: Instant }));
    await contacts.setEmail('officer-north', address.email, address.setAt);
    await contacts.subscribe('officer-north', example('push-subscription', PushSubscription));
    const notice = example('notice', Notice);
    await new NotificationStore(table, 10).tell(notice, ['officer-north'], notice.at);
    await new DigestStore(table).next(example('digest-turn', DigestTurn), [], notice.at);
    await new AuditStore(table).note(example('audit', AuditEntry));

    const written = commits.mock.calls.flatMap(([writes]) =>
      writes.flatMap((write) =>
        'put' in write ? [write.put] : 'add' in write ? [{ ...write.add, ...write.amounts }] : [],
      ),
    );
    expect(inOrder(written)).toEqual(inOrder(examples));
  });
});

/** Items as the table keeps them at last, in one order; the random part of an audit entry's key is left out. */
function inOrder(items: readonly unknown[]): unknown[] {
  const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  const kept = items.map((item) => Example.parse(JSON.parse(JSON.stringify(item).replace(uuid, 'random'))));
  const last = new Map(kept.map((item) => [`${item.pk} ${item.sk}`, item]));
  return [...last].sort(([a], [b]) => a.localeCompare(b)).map(([, item]) => item);
}
