import type { BidStore } from '../../shared/bids/bid-store.ts';
import type { CameraFlagStore } from '../../shared/clips/camera/camera-flag-store.ts';
import type { CameraWeekStore } from '../../shared/clips/camera/camera-week-store.ts';
import type { ZoneStore } from '../../shared/clips/camera/zone-store.ts';
import type { ClipStore } from '../../shared/clips/clip-store.ts';
import type { SpendingAndThresholds } from '../../shared/clips/detection-settings.ts';
import type { RekognitionCalls } from '../../shared/clips/labels/rekognition-calls.ts';
import type { IncidentStore } from '../../shared/incidents/incident-store.ts';
import type { ContactStore } from '../../shared/notifications/contact-store.ts';
import type { Digests } from '../../shared/notifications/digests.ts';
import type { NotificationStore } from '../../shared/notifications/notification-store.ts';
import type { PushKeysSecret } from '../../shared/notifications/push-keys-secret.ts';
import type { RotaStore } from '../../shared/notifications/rota-store.ts';
import type { AuditStore } from '../../shared/platform/audit-store.ts';
import type { Clock } from '../../shared/platform/clock.ts';
import type { Log } from '../../shared/platform/log.ts';
import type { PhotosBucket } from '../../shared/platform/photos-bucket.ts';
import type { ReferralSettings } from '../../shared/referrals/referral-settings.ts';
import type { ReferralStore } from '../../shared/referrals/referral-store.ts';
import type { RegisterStore } from '../../shared/register/register-store.ts';
import type { ReportAllowance } from '../../shared/reports/report-allowance.ts';
import type { ReportStore } from '../../shared/reports/report-store.ts';
import type { CoverageStore } from '../../shared/sensors/coverage-store.ts';
import type { DeviceStore } from '../../shared/sensors/device-store.ts';
import type { PlaceRulesStore } from '../../shared/sensors/place-rules-store.ts';
import type { SensorSettings } from '../../shared/sensors/sensor-settings.ts';
import type { OrderSettings } from '../../shared/target-hardening/order-moves.ts';
import type { OrderStore } from '../../shared/target-hardening/order-store.ts';
import type { MoveSettings } from '../../shared/tasks/task-moves.ts';
import type { TaskStore } from '../../shared/tasks/task-store.ts';
import type { AssessmentStore } from '../../shared/walkabouts/assessment-store.ts';
import type { WalkaboutStore } from '../../shared/walkabouts/walkabout-store.ts';
import type { DeliveryStore } from '../../shared/webhooks/delivery-store.ts';
import type { WebhookSettings } from '../../shared/webhooks/webhook-settings.ts';
import type { WebhookStore } from '../../shared/webhooks/webhook-store.ts';
import type { SignIn } from './sign-in.ts';
import type { StillLinks } from './still-links.ts';

/** What the API works with; made once, when the function starts. */
export interface Room {
  /** Whose estates these are, as the documentation page names them. */
  readonly landlord: string;
  readonly incidents: IncidentStore;
  readonly tasks: TaskStore;
  /** When the landlord works, by which a paused clock goes on, and whose which work is. */
  readonly taskSettings: MoveSettings;
  /** Target hardening orders, and what they go by. */
  readonly orders: OrderStore;
  readonly orderSettings: OrderSettings;
  readonly bids: BidStore;
  readonly clips: ClipStore;
  readonly zones: ZoneStore;
  readonly cameraFlags: CameraFlagStore;
  readonly cameraWeeks: CameraWeekStore;
  readonly rekognitionCalls: RekognitionCalls;
  /** What the landlord decided about thresholds and spending. */
  readonly detection: SpendingAndThresholds;
  readonly register: RegisterStore;
  readonly reports: ReportStore;
  readonly referrals: ReferralStore;
  /** To whom incidents on other people's land are referred. */
  readonly referralSettings: ReferralSettings;
  readonly places: PlaceRulesStore;
  readonly devices: DeviceStore;
  readonly coverage: CoverageStore;
  /** The numbers by which faults are found, where no place has its own. */
  readonly sensorSettings: SensorSettings;
  readonly walkabouts: WalkaboutStore;
  readonly assessments: AssessmentStore;
  readonly allowance: ReportAllowance;
  /** How many forms an assessor, and how many wrong keys an address, may send in an hour. */
  readonly formsPerHour: number;
  /** Text that nobody has had before and nobody can guess: 256 random bits. */
  readonly secret: () => string;
  readonly webhooks: WebhookStore;
  readonly deliveries: DeliveryStore;
  readonly webhookSettings: WebhookSettings;
  readonly rotas: RotaStore;
  readonly contacts: ContactStore;
  readonly notifications: NotificationStore;
  readonly digests: Digests;
  readonly pushKeys: Pick<PushKeysSecret, 'get'>;
  readonly audit: AuditStore;
  readonly stills: StillLinks;
  /** What people photograph in the field. */
  readonly photos: PhotosBucket;
  readonly signIn: SignIn;
  /** The folder with the files of the documentation page. */
  readonly documentation: URL;
  readonly clock: Clock;
  readonly log: Log;
}
