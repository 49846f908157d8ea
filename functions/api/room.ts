import type { BidStore } from '../../shared/bids/bid-store.ts';
import type { ClipStore } from '../../shared/clips/clip-store.ts';
import type { IncidentStore } from '../../shared/incidents/incident-store.ts';
import type { AuditStore } from '../../shared/platform/audit-store.ts';
import type { Clock } from '../../shared/platform/clock.ts';
import type { Log } from '../../shared/platform/log.ts';
import type { RegisterStore } from '../../shared/register/register-store.ts';
import type { TaskStore } from '../../shared/tasks/task-store.ts';
import type { SignIn } from './sign-in.ts';
import type { StillLinks } from './still-links.ts';

/** What the API works with; made once, when the function starts. */
export interface Room {
  /** Whose estates these are, as the documentation page names them. */
  readonly landlord: string;
  readonly incidents: IncidentStore;
  readonly tasks: TaskStore;
  readonly bids: BidStore;
  readonly clips: ClipStore;
  readonly register: RegisterStore;
  readonly audit: AuditStore;
  readonly stills: StillLinks;
  readonly signIn: SignIn;
  /** The folder with the files of the documentation page. */
  readonly documentation: URL;
  readonly clock: Clock;
  readonly log: Log;
}
