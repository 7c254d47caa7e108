import { strToU8, zip } from 'fflate';
import { makeBundle } from '@/lib/catalog/deploy/bundle';
import { formatTargets } from '@/lib/deploy/format-targets';
import { DEPLOY_FORMATS, type RenderedFile } from '@/lib/deploy/types';
import { deployTools } from '@/lib/deploy-tools';
import { refuse } from '@/lib/web/refuse';
import { selectedIn } from '../selected';

/** Selected rules as one zip that deploys: `?rules=…&format=arm`. */
export async function GET(request: Request) {
  const { searchParams } = new URL(request.url);
  const format = DEPLOY_FORMATS.find((one) => one === searchParams.get('format'));
  if (!format) {
    const reason = `There is no such format. Use one of: ${DEPLOY_FORMATS.join(', ')}.`;
    return refuse(request, { status: 404, reason });
  }
  const { rules } = await selectedIn(request.url);
  if (rules.length === 0) {
    const reason = 'No rule is selected. Mark rules in the feed first.';
    return refuse(request, { status: 404, reason });
  }
  const options = { ...deployTools(), format, targets: formatTargets(format), tables: null };
  const { files } = await makeBundle(rules, options);
  return new Response(await zipped(files), {
    headers: {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="watchfloor-${format}.zip"`,
      'Cache-Control': 'private, no-cache',
    },
  });
}

/** The earliest that a zip can say, so that the same files give the same bytes. */
const TIME = new Date('1980-01-01T00:00:00');

function zipped(files: readonly RenderedFile[]): Promise<Uint8Array<ArrayBuffer>> {
  const entries = Object.fromEntries(files.map(({ path, text }) => [path, strToU8(text)]));
  return new Promise((resolve, reject) => {
    zip(entries, { mtime: TIME }, (error, data) => {
      if (error) reject(error);
      else resolve(data as Uint8Array<ArrayBuffer>);
    });
  });
}
