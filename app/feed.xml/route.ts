import { createHash } from 'node:crypto';
import { searchParamsOf } from '@/app/search-params';
import { type ExportedRule, exportRules } from '@/lib/catalog/export-rules';
import { findRules } from '@/lib/catalog/feed';
import { feedHref, isUnfiltered, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { plainLine } from '@/lib/text/plain-text';
import { xml } from '@/lib/text/xml';
import { originOf } from '@/lib/web/origin';
import { webSettings } from '@/lib/web/settings';

const ENTRIES = 50;

/** The newest rules of a filtered feed, as an Atom feed (RFC 4287). */
export async function GET(request: Request): Promise<Response> {
  const newest = {
    ...parseFeedFilter(searchParamsOf(new URL(request.url).searchParams)),
    sort: 'changed',
    page: 1,
  } as const;
  const { rules, filter, index } = await findRules(newest);
  const origin = originOf(request.headers, webSettings());
  const etag = etagOf(index.state, origin);
  // Its links have the origin of this request, so no shared cache may keep it.
  const headers = { ETag: etag, 'Cache-Control': 'private, no-cache' };
  if (isKnown(request.headers.get('if-none-match'), etag)) {
    return new Response(null, { status: 304, headers });
  }
  const entries: string[] = [];
  for await (const each of exportRules(rules.slice(0, ENTRIES), { withQueries: false })) {
    entries.push(entry(each, origin));
  }
  const self = origin + feedHref(filter, { sort: null }, '/feed.xml');
  const title = isUnfiltered(filter) ? 'Watchfloor' : `Watchfloor: ${new URL(self).searchParams}`;
  const updated = rules[0]?.changedAt ?? new Date(0);
  const text = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${xml(self)}</id>
<title>${xml(plainLine(title, 'title'))}</title>
<updated>${updated.toISOString()}</updated>
<link rel="self" type="application/atom+xml" href="${xml(self)}"/>
<link rel="alternate" type="text/html" href="${xml(origin + feedHref(filter, { sort: null }))}"/>
${entries.join('')}</feed>
`;
  return new Response(text, {
    headers: { ...headers, 'Content-Type': 'application/atom+xml; charset=utf-8' },
  });
}

/** Differs with the state of the catalog, and with the origin, because the links do. */
function etagOf(state: string, origin: string): string {
  const hash = createHash('sha256').update(`${state} ${origin}`).digest('base64url').slice(0, 16);
  return `W/"${hash}"`;
}

function isKnown(header: string | null, etag: string): boolean {
  return header?.split(',').some((known) => known.trim() === etag) ?? false;
}

function entry({ rule, licence, upstreamUrl }: ExportedRule, origin: string): string {
  const page = `${origin}/rules/${encodeURIComponent(rule.id)}`;
  const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(rule.id);
  const categories = [...rule.techniques, rule.level ?? 'no level'];
  return `<entry>
<id>${isUuid ? `urn:uuid:${rule.id.toLowerCase()}` : xml(page)}</id>
<title>${xml(plainLine(rule.title, 'title'))}</title>
<updated>${rule.changedAt.toISOString()}</updated>
<author><name>${xml(plainLine(rule.author ?? 'not stated', 'author'))}</name></author>
<rights>${xml(plainLine(licence.name, 'licence'))}</rights>
<link rel="alternate" type="text/html" href="${xml(page)}"/>
${upstreamUrl ? `<link rel="via" href="${xml(upstreamUrl)}"/>\n` : ''}${categories
  .map((term) => `<category term="${xml(term)}"/>\n`)
  .join('')}<summary>${xml(plainLine(rule.hypothesis.replaceAll('`', ''), 'description'))}</summary>
</entry>
`;
}
