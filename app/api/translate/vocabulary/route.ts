import { clientKey } from '@/lib/workbench/client-key';
import { translatePool } from '@/lib/workbench/shared-pool';
import { refused } from '../answer';

let vocabulary: string | null = null;

/** What the editor of the translate page completes. It is the same until the server is another one. */
export async function GET({ headers, signal }: Request) {
  try {
    const caller = { client: clientKey(headers), signal };
    vocabulary ??= await translatePool().translate({ wanted: 'vocabulary' }, caller);
    return new Response(vocabulary, {
      headers: { 'Content-Type': 'application/json', 'Cache-Control': 'max-age=3600' },
    });
  } catch (error) {
    return refused(error);
  }
}
