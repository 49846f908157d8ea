import { describeFunctions } from './functions.ts';
import { describeRecords } from './records.ts';
import { synthesisedOnce } from './synthesised.ts';

// One file, because synthesising bundles every function: the tests stand in two others and share it.
const deployed = synthesisedOnce();

describeRecords(deployed);
describeFunctions(deployed);
