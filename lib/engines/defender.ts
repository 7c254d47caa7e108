import { z } from 'zod';
import { EngineFailure, type EngineProtocol, NO_COST } from './types';

const answerSchema = z.object({
  schema: z.array(z.object({ name: z.string().optional(), Name: z.string().optional() })),
  results: z.array(z.record(z.string(), z.unknown())),
});
const errorSchema = z.object({ error: z.object({ message: z.string() }) });

/**
 * Advanced hunting in Defender XDR, by Microsoft Graph: `POST /v1.0/security/runHuntingQuery`
 * (https://learn.microsoft.com/graph/api/security-security-runhuntingquery). It does not say what a query took.
 */
export function defender(base: URL): EngineProtocol {
  return {
    url: new URL('/v1.0/security/runHuntingQuery', base.origin),
    scope: 'https://graph.microsoft.com/.default',
    headers: {},
    bodyOf: (kql) => ({ Query: kql }),
    read(answer) {
      const read = answerSchema.safeParse(answer);
      if (!read.success)
        throw new EngineFailure('malformed', 'The answer has no schema and results');
      return { rows: read.data.results, cost: NO_COST };
    },
    errorIn(answer) {
      const read = errorSchema.safeParse(answer);
      return read.success ? read.data.error.message : null;
    },
  };
}
