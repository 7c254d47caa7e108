import { z } from 'zod';
import { answer } from './answer';

const SHAPE = 'Send a JSON object with “rule” and, if you like, “events”, both strings.';

const request = z.object({ rule: z.string(), events: z.string().default('') });

/** Translates the posted rule and runs it on the posted events. */
export function POST(posted: Request) {
  return answer(posted, request, SHAPE);
}
