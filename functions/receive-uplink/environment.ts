import { z } from 'zod';

export const Environment = z.object({ READING_QUEUE_URL: z.url(), WEBHOOK_SECRET_ID: z.string() });
