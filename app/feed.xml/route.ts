import { contentHtml } from '@/app/feeds/content-html';
import { type NewestRule, newestRules } from '@/app/feeds/newest-rules';
import { xml } from '@/lib/text/xml';

/** The newest rules of a filtered feed, as an Atom feed (RFC 4287), each with the difference of its last change. */
export async function GET(request: Request): Promise<Response> {
  const newest = await newestRules(request, '/feed.xml');
  if (newest instanceof Response) return newest;
  const { title, self, page, updated, rules, headers } = newest;
  const text = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${xml(self)}</id>
<title>${xml(title)}</title>
<updated>${updated.toISOString()}</updated>
<link rel="self" type="application/atom+xml" href="${xml(self)}"/>
<link rel="alternate" type="text/html" href="${xml(page)}"/>
${rules.map(entry).join('')}</feed>
`;
  return new Response(text, {
    headers: { ...headers, 'Content-Type': 'application/atom+xml; charset=utf-8' },
  });
}

function entry(rule: NewestRule): string {
  const { id, title, changed, author, licence, page, source, tags, summary, change } = rule;
  return `<entry>
<id>${xml(id)}</id>
<title>${xml(title)}</title>
<updated>${changed.toISOString()}</updated>
<author><name>${xml(author)}</name></author>
<rights>${xml(licence)}</rights>
<link rel="alternate" type="text/html" href="${xml(page)}"/>
${source ? `<link rel="via" href="${xml(source)}"/>\n` : ''}${
  change ? `<link rel="related" type="text/html" href="${xml(change.page)}"/>\n` : ''
}${tags
  .map((term) => `<category term="${xml(term)}"/>\n`)
  .join('')}<summary>${xml(summary)}</summary>
<content type="html">${xml(contentHtml(rule))}</content>
</entry>
`;
}
