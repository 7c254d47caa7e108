import { llmsText } from '@/lib/api/twins/llms-text';
import { getRuleIndex } from '@/lib/catalog/get-rule-index';
import { originOf } from '@/lib/web/origin';
import { webSettings } from '@/lib/web/settings';

/** What a language model finds here, and where (llmstxt.org). */
export async function GET(request: Request): Promise<Response> {
  const origin = originOf(request.headers, webSettings());
  return new Response(llmsText(await getRuleIndex(), origin), {
    headers: {
      'Content-Type': 'text/markdown; charset=utf-8',
      'Cache-Control': 'private, no-cache',
      Vary: 'Origin',
    },
  });
}
