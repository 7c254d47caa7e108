import { z } from 'zod';
import { CatalogUnavailable } from '@/lib/catalog/file/problem';

/** What is wrong with a request, as RFC 9457 has it. */
export const problem = z.object({
  title: z.string().describe('What kind of problem it is.'),
  status: z.int().describe('The status of the answer.'),
  detail: z.string().describe('What is wrong and what to do, in sentences.'),
  errors: z
    .array(z.object({ parameter: z.string(), detail: z.string() }))
    .optional()
    .describe('Of a status of 400: each parameter that cannot be used, and why.'),
});
export type Problem = z.infer<typeof problem>;

const TITLES = new Map([
  [400, 'Bad request'],
  [404, 'Not found'],
  [410, 'Gone'],
  [500, 'Failed'],
  [503, 'Unavailable'],
]);

const RETRY_AFTER_SECONDS = '15';

/** A request that gets no answer, for a reason that the client can act on. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: 400 | 404 | 410;
  readonly errors: Problem['errors'];
  constructor(status: ApiProblem['status'], detail: string, errors?: Problem['errors']) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

/** What is wrong with one parameter of a request. */
export function badParameter(parameter: string, detail: string): ApiProblem {
  return badParameters([{ parameter, detail }]);
}

/** What is wrong with some parameters of a request. */
export function badParameters(errors: NonNullable<Problem['errors']>): ApiProblem {
  const sentences = errors.map(({ parameter, detail }) => `The parameter ${parameter} ${detail}`);
  return new ApiProblem(400, sentences.join(' '), errors);
}

/**
 * The answer to a request that failed. An error that only a developer can act on goes to the log, and the client learns
 * nothing of it but that it happened.
 */
export function problemAnswer(error: unknown): Response {
  if (error instanceof ApiProblem) {
    const { status, message, errors } = error;
    return problemResponse(status, message, errors && { errors });
  }
  if (error instanceof CatalogUnavailable) {
    const { what, next } = error.problem;
    return problemResponse(503, `${what}. ${next}`);
  }
  console.error(error);
  return problemResponse(500, 'The answer failed unexpectedly. The log of the server says why.');
}

function problemResponse(
  status: number,
  detail: string,
  more: Pick<Problem, 'errors'> = {},
): Response {
  const body: Problem = { title: TITLES.get(status) ?? 'Problem', status, detail, ...more };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(status === 503 && { 'Retry-After': RETRY_AFTER_SECONDS }),
    },
  });
}
