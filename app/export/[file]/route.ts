import { searchParamsOf } from '@/app/search-params';
import { type ExportedRule, exportRules } from '@/lib/catalog/export-rules';
import { findRules } from '@/lib/catalog/feed';
import { parseFeedFilter } from '@/lib/catalog/feed-filter';
import { originOf } from '@/lib/web/origin';
import { refuse } from '@/lib/web/refuse';
import { webSettings } from '@/lib/web/settings';
import { type Context, FORMATS, type Format } from './formats';

/** Every rule of a filtered feed, as a file. */
export async function GET(request: Request, { params }: RouteContext<'/export/[file]'>) {
  const { file } = await params;
  const format = FORMATS.get(file);
  if (!format) {
    const known = [...FORMATS.keys()].join(', ');
    return refuse(request, {
      status: 404,
      reason: `There is no such export. Use one of: ${known}.`,
    });
  }
  const { rules, filter } = await findRules(
    parseFeedFilter(searchParamsOf(new URL(request.url).searchParams)),
  );
  const exported = exportRules(rules, { withQueries: format.withQueries });
  const context = { filter, origin: originOf(request.headers, webSettings()) };
  return new Response(streamOf(exported, format, context), {
    headers: {
      'Content-Type': format.type,
      'Content-Disposition': `attachment; filename="watchfloor-${file}"`,
      // Its links have the origin of this request, so no shared cache may keep it.
      'Cache-Control': 'private, no-cache',
    },
  });
}

/** Prints rules in chunks, as fast as the client reads them. */
function streamOf(rules: AsyncGenerator<ExportedRule>, format: Format, context: Context) {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      if (format.head) controller.enqueue(encoder.encode(format.head));
    },
    pull: async (controller) => {
      let text = '';
      while (text.length < 16_384) {
        const { value, done } = await rules.next();
        if (done) {
          if (text) controller.enqueue(encoder.encode(text));
          controller.close();
          return;
        }
        text += format.print(value, context);
      }
      controller.enqueue(encoder.encode(text));
    },
    cancel: async () => {
      await rules.return(undefined);
    },
  });
}
