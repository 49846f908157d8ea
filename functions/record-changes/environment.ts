import { z } from 'zod';

export const Environment = z.object({ BUS: z.string() });
