import { z } from 'zod';
import { DEPLOY_FORMATS } from '@/lib/deploy/types';
import { TARGETS } from '@/lib/target';
import { answer } from '../answer';

const SHAPE = `Send a JSON object with “rule” (a string), “place” (which of its rules, from 0), “target” (${TARGETS.join(', ')}) and, if you like, “format” (${DEPLOY_FORMATS.join(', ')}).`;

const request = z.object({
  rule: z.string(),
  place: z.int().min(0),
  target: z.enum(TARGETS),
  format: z.enum(DEPLOY_FORMATS).nullable().default(null),
});

/** Writes the query of a posted rule in the formats that a rule’s page offers. */
export function POST(posted: Request) {
  return answer(posted, request, SHAPE);
}
