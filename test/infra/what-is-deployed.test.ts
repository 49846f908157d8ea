import { describeFunctions } from './functions.ts';
import { describeNotifications } from './notifications.ts';
import { describeRecords } from './records.ts';
import { synthesisedOnce } from './synthesised.ts';
import { describeWebhooks } from './webhooks.ts';

// One file, because synthesising bundles every function: the tests stand in three others and share it.
const deployed = synthesisedOnce();

describeRecords(deployed);
describeFunctions(deployed);
describeWebhooks(deployed);
describeNotifications(deployed);
