import type { Instant } from './instant.ts';

/** Seconds since 1970 after which the table forgets an item that has it: DynamoDB's time to live. */
export const EXPIRES = 'expiresAtSeconds';

/**
 * Every key of the table is built here, and docs/data-model.md lists what each is for.
 * `pk`/`sk` are the table's own; {@link indexes} are its secondary indexes.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** The secondary indexes: their names and the attributes that key them. */
export const indexes = {
  /** What waits for somebody, or lies within something: review queues, due tasks, a camera's clips. */
  byQueue: { name: 'byQueue', pk: 'queuePk', sk: 'queueSk' },
  /** What happened at a place, in order of time. */
  byPlace: { name: 'byPlace', pk: 'placePk', sk: 'placeSk' },
  /** What one person holds. */
  byPerson: { name: 'byPerson', pk: 'personPk', sk: 'personSk' },
} as const;

const key = (pk: string, sk: string): Key => ({ pk, sk });

export const keys = {
  asset: (assetId: string): Key => key(`ASSET#${assetId}`, 'ASSET'),
  /** Which sensor a network server means by this DevEUI. */
  sensorName: (devEui: string): Key => key(`DEV-EUI#${devEui}`, 'SENSOR'),
  /** Index partition: all assets of an estate, those of a block adjacent. */
  estateAssets: (estateId: string) => `ESTATE#${estateId}#ASSETS`,
  estateAsset: (blockId: string | undefined, assetId: string) => `BLOCK#${blockId ?? '-'}#${assetId}`,
  blockAssets: (blockId: string) => `BLOCK#${blockId}#`,
  /** Index partition: the estates of a patch. */
  patchEstates: (patch: string) => `PATCH#${patch}#ESTATES`,
  /** Index partition: the assets in one cell of a grid over the Earth. */
  gridAssets: (cell: string) => `GRID#${cell}#ASSETS`,
  /** What people call an estate or block: its name, or its UPRN. */
  assetName: (name: string, assetId: string): Key => key(`NAME#${name}`, assetId),

  clip: (clipId: string): Key => key(`CLIP#${clipId}`, 'CLIP'),
  /** Index partition: the clips of a camera by recorded time. */
  cameraClips: (cameraId: string) => `CAMERA#${cameraId}#CLIPS`,

  /** Where a camera watches and where it must not. */
  cameraZones: (cameraId: string): Key => key(`CAMERA#${cameraId}`, 'ZONES'),
  /** The picture on which its zones are drawn. */
  cameraTestImage: (cameraId: string): Key => key(`CAMERA#${cameraId}`, 'TEST-IMAGE'),
  /** What a camera remembers from clip to clip; `cameraGround` is the clean ground in one kind of light. */
  cameraMemory: (cameraId: string): Key => key(`CAMERA#${cameraId}`, 'MEMORY'),
  cameraGround: (cameraId: string, light: string): Key => key(`CAMERA#${cameraId}`, `GROUND#${light}`),
  /** What became of one of its flags. */
  cameraFlag: (cameraId: string, at: Instant, sightingId: string): Key =>
    key(`CAMERA#${cameraId}`, `FLAG#${at}#${sightingId}`),
  /** What a camera's clips came to in one ISO week, such as 2026-W47. */
  cameraWeek: (cameraId: string, week: string): Key => key(`CAMERA#${cameraId}`, `WEEK#${week}`),
  /** Calls to Rekognition in one day (2026-11-22) or month (2026-11), UTC. */
  rekognitionCalls: (period: string): Key => key(`REKOGNITION-CALLS#${period}`, 'CALLS'),

  /** How what is sensed at a place is judged: its own settings, and the times of which nothing is told. */
  placeSettings: (placeId: string): Key => key(`PLACE#${placeId}`, 'SENSOR-SETTINGS'),
  mute: (placeId: string, until: Instant, muteId: string): Key =>
    key(`PLACE#${placeId}`, `MUTE#${until}#${muteId}`),
  /** How much of an ISO week, such as 2026-W47, a device's asset was really observed by it. */
  coverage: (assetId: string, week: string, deviceId: string): Key =>
    key(`COVERAGE#${assetId}`, `WEEK#${week}#${deviceId}`),

  deviceState: (deviceId: string): Key => key(`DEVICE#${deviceId}`, 'STATE'),
  /** An uplink that nothing could read, at one of the places there are for such. */
  backlog: (deviceId: string, place: number): Key =>
    key(`DEVICE#${deviceId}#BACKLOG`, `UPLINK#${ordinal(place)}`),

  incident: (incidentId: string): Key => key(`INCIDENT#${incidentId}`, 'INCIDENT'),
  incidentSighting: (incidentId: string, at: Instant, sightingId: string): Key =>
    key(`INCIDENT#${incidentId}`, `SIGHTING#${at}#${sightingId}`),
  incidentHistory: (incidentId: string, version: number): Key =>
    key(`INCIDENT#${incidentId}`, `HISTORY#${ordinal(version)}`),
  incidentTask: (incidentId: string, taskId: string): Key => key(`INCIDENT#${incidentId}`, `TASK#${taskId}`),
  incidentBid: (incidentId: string, bidId: string, taskId: string): Key =>
    key(`INCIDENT#${incidentId}`, `BID#${bidId}#${taskId}`),
  /** Which incident of a kind is, or was last, at a place; a matter that is put right apart has its own. */
  placeKind: (placeId: string, kind: string, matter?: string): Key =>
    key(`PLACE#${placeId}`, matter === undefined ? `KIND#${kind}` : `KIND#${kind}#${matter}`),
  /** That a sighting was taken in, and by which incident: deliveries repeat. */
  sightingTaken: (sightingId: string): Key => key(`SIGHTING#${sightingId}`, 'TAKEN'),
  /** Index partition: the review queue of a patch. */
  patchIncidents: (patch: string, status: string) => `PATCH#${patch}#INCIDENTS#${status}`,
  /** Index partition: incidents of an estate by the time they occurred. */
  estateIncidents: (estateId: string) => `ESTATE#${estateId}#INCIDENTS`,

  /** What an incident was referred to others as, and each thing done to a referral. */
  referral: (incidentId: string, referralId: string): Key =>
    key(`REFERRALS#${incidentId}`, `REFERRAL#${referralId}`),
  referralHistory: (incidentId: string, referralId: string, version: number): Key =>
    key(`REFERRALS#${incidentId}`, `REFERRAL#${referralId}#HISTORY#${ordinal(version)}`),

  task: (taskId: string): Key => key(`TASK#${taskId}`, 'TASK'),
  taskHistory: (taskId: string, version: number): Key => key(`TASK#${taskId}`, `HISTORY#${ordinal(version)}`),
  /** Index partition: tasks of a patch, soonest due first. */
  patchTasks: (patch: string, status: string) => `PATCH#${patch}#TASKS#${status}`,
  /** Index partition: open tasks of a person, soonest due first. */
  assigneeTasks: (username: string) => `PERSON#${username}#TASKS`,

  // Target hardening: whose home it is stands in `orderHome` and nowhere else.
  order: (orderId: string): Key => key(`ORDER#${orderId}`, 'ORDER'),
  orderHistory: (orderId: string, version: number): Key =>
    key(`ORDER#${orderId}`, `HISTORY#${ordinal(version)}`),
  /** That somebody may know of an order. */
  orderNamed: (orderId: string, username: string): Key => key(`ORDER#${orderId}`, `NAMED#${username}`),
  /** The home that it is for: in a partition of its own, so that no Query of an order finds it. */
  orderHome: (orderId: string): Key => key(`ORDER-HOME#${orderId}`, 'HOME'),
  /** Index partition: orders that a person may know of, by whether anything is still to be done. */
  personOrders: (username: string, which: string) => `PERSON#${username}#ORDERS#${which}`,
  /** Index partition: orders by the year (UTC) they were requested in. */
  yearOrders: (year: string) => `ORDERS#${year}`,

  bid: (bidId: string): Key => key(`BID#${bidId}`, 'BID'),
  bidLink: (bidId: string, incidentId: string, taskId: string): Key =>
    key(`BID#${bidId}`, `LINK#${incidentId}#${taskId}`),
  /** A bid that is open, filed under each estate that its scope touches. */
  estateBid: (estateId: string, bidId: string): Key => key(`ESTATE#${estateId}`, `OPEN-BID#${bidId}`),
  /** Index partition: bids of a programme. */
  programmeBids: (programme: string) => `PROGRAMME#${programme}#BIDS`,

  // What residents and partners report.
  report: (reportId: string): Key => key(`REPORT#${reportId}`, 'REPORT'),
  /** Who reported it, apart from everything that others may see. */
  reportContact: (reportId: string): Key => key(`REPORT#${reportId}`, 'CONTACT'),
  /** Index partition: reports by the month they were received in, such as 2026-11. */
  monthReports: (month: string) => `REPORTS#${month}`,
  /** Index partition: reports of an estate by when they were received. */
  estateReports: (estateId: string) => `ESTATE#${estateId}#REPORTS`,
  /** What the public was told of a report, in a partition for each month: whoever asks has asked for that time. */
  reportUpdates: (month: string) => `REPORT-UPDATES#${month}`,
  reportUpdate: (at: Instant, reportId: string, version: number): Key =>
    key(`REPORT-UPDATES#${at.slice(0, 7)}`, `${at}#${reportId}#${ordinal(version)}`),
  /** How many reports came in an hour from one of the places that keys and addresses are spread over. */
  reportsFrom: (place: number): Key => key(`REPORTS-FROM#${ordinal(place)}`, 'HOUR'),

  walkabout: (walkaboutId: string): Key => key(`WALKABOUT#${walkaboutId}`, 'WALKABOUT'),
  walkaboutHistory: (walkaboutId: string, version: number): Key =>
    key(`WALKABOUT#${walkaboutId}`, `HISTORY#${ordinal(version)}`),
  /** What was found at one stop of its route for one item of the checklist. */
  walkaboutAnswer: (walkaboutId: string, assetId: string, item: string): Key =>
    key(`WALKABOUT#${walkaboutId}`, `ANSWER#${assetId}#${item}`),
  /** Index partition: walkabouts of a patch by their day. */
  patchWalkabouts: (patch: string) => `PATCH#${patch}#WALKABOUTS`,

  /** A tenant assessor, and the hash of the key that they show. */
  assessor: (assessorId: string): Key => key(`ASSESSOR#${assessorId}`, 'ASSESSOR'),
  /** Index partition: all tenant assessors, of which a landlord has some dozens. */
  assessors: () => 'ASSESSORS',
  assessment: (assessmentId: string): Key => key(`ASSESSMENT#${assessmentId}`, 'ASSESSMENT'),
  /** Index partition: assessors' forms of a quarter, such as 2026-Q4, by their day. */
  quarterAssessments: (quarter: string) => `ASSESSMENTS#${quarter}`,
  // What others are told of by webhooks.
  /** Who is told of what: few, and all of them are looked at with every change. */
  webhook: (subscriptionId: string): Key => key('WEBHOOKS', subscriptionId),
  /** What its deliveries are signed with, apart from everything that people see. */
  webhookSecrets: (subscriptionId: string): Key => key(`WEBHOOK#${subscriptionId}`, 'SECRETS'),
  /** Since when nothing could be delivered to it. */
  webhookFailing: (subscriptionId: string): Key => key(`WEBHOOK#${subscriptionId}`, 'FAILING'),
  /** One of its deliveries that are under way at this moment. */
  webhookUnderWay: (subscriptionId: string, place: number): Key =>
    key(`WEBHOOK#${subscriptionId}`, `UNDER-WAY#${ordinal(place)}`),
  webhookDelivery: (deliveryId: string): Key => key(`WEBHOOK-DELIVERY#${deliveryId}`, 'DELIVERY'),
  /** Index partition: deliveries of a subscription by the time of their events. */
  webhookDeliveries: (subscriptionId: string) => `WEBHOOK#${subscriptionId}#DELIVERIES`,

  // Who is told what.
  /** Who is on duty, for the whole landlord and patch by patch. */
  rota: (): Key => key('ROTA', 'ROTA'),
  /** Where somebody is told: an address, and each browser that asked for push messages. */
  contactEmail: (username: string): Key => key(`CONTACT#${username}`, 'EMAIL'),
  pushSubscription: (username: string, subscriptionId: string): Key =>
    key(`CONTACT#${username}`, `PUSH#${subscriptionId}`),
  /** That an urgent thing was told: changes come twice and in any order. */
  notice: (noticeId: string): Key => key(`NOTICE#${noticeId}`, 'TOLD'),
  /** Since when what is urgent is gathered for somebody, and into which message. */
  gatheringWindow: (to: string): Key => key(`GATHERING#${to}`, 'WINDOW'),
  notification: (notificationId: string): Key => key(`NOTIFICATION#${notificationId}`, 'NOTIFICATION'),
  /** Index partition: notifications by the day (UTC) on which they were decided. */
  dayNotifications: (day: string) => `NOTIFICATIONS#${day}`,
  /** When a patch has its next digest, and when it had its last. */
  digestTurn: (patch: string): Key => key(`DIGEST#${patch}`, 'TURN'),

  /** Deadlines due within one minute, spread over shards so that no partition takes all traffic. */
  deadline: (minute: string, shard: number, deadlineId: string): Key =>
    key(`DEADLINES#${minute}#${shard}`, deadlineId),
  deadlineProgress: (shard: number): Key => key(`DEADLINES#PROGRESS#${shard}`, 'PROGRESS'),

  /** What one person viewed or did on one day (UTC). */
  audit: (username: string, at: Instant, entryId: string): Key =>
    key(`AUDIT#${username}#${at.slice(0, 10)}`, `${at}#${entryId}`),
} as const;

/** A number as text whose order is the number's order. */
function ordinal(value: number): string {
  return String(value).padStart(8, '0');
}
