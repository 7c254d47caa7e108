import { answerApi } from '../answer-api';
import { ApiProblem } from '../problem';

/** What an answer depends on beside the id and the form. */
export interface TwinRequest {
  readonly origin: string;
  readonly query: URLSearchParams;
}

/** A text as a form of a page. */
export function textAnswer(type: string, text: string, page: string): Response {
  return new Response(text, {
    headers: {
      'Content-Type': `${type}; charset=utf-8`,
      // Its links have the origin of this request, so no shared cache may keep it.
      'Cache-Control': 'private, no-cache',
      Link: `<${page}>; rel="canonical"`,
      Vary: 'Accept, Origin',
    },
  });
}

/** What the API answers for the same thing. */
export async function jsonAnswer(
  path: readonly string[],
  { origin, query }: TwinRequest,
): Promise<Response> {
  const answer = await answerApi({ path, query, origin, knows: null });
  answer.headers.set('Vary', 'Accept, Origin');
  return answer;
}

/** The problem of a form that there is not. */
export function noForm(forms: readonly string[]): ApiProblem {
  return new ApiProblem(404, `There is no such form. The forms are ${forms.join(', ')}.`);
}
