import { drawDemoClip } from '../../local/demo/clip.ts';

/** The demo clip, drawn once for a file of tests: encoding it again gives other bytes of the same pictures. */
export const demoClip = await drawDemoClip();
