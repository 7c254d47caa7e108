import { contentHtml } from '@/app/feeds/content-html';
import { type NewestRule, newestRules } from '@/app/feeds/newest-rules';

/** The newest rules of a filtered feed, as a JSON Feed 1.1, each with the difference of its last change. */
export async function GET(request: Request): Promise<Response> {
  const newest = await newestRules(request, '/feed.json');
  if (newest instanceof Response) return newest;
  const { title, self, page, rules, headers } = newest;
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: page,
    feed_url: self,
    items: rules.map(item),
  };
  return new Response(JSON.stringify(feed), {
    headers: { ...headers, 'Content-Type': 'application/feed+json; charset=utf-8' },
  });
}

function item(newest: NewestRule) {
  const { id, page, source, title, summary, changed, author, tags, rule, change } = newest;
  return {
    id,
    url: page,
    ...(source && { external_url: source }),
    title,
    summary,
    content_html: contentHtml(newest),
    date_modified: changed.toISOString(),
    authors: [{ name: author }],
    tags,
    language: 'en',
    _watchfloor: {
      rule: rule.id,
      level: rule.level,
      outcome: rule.outcome,
      proof: rule.proof,
      licence: newest.licence,
      change: change && {
        kind: change.change,
        meaning: change.meaning,
        sync: change.syncId,
        page: change.page,
        diff: change.diff,
      },
    },
  };
}
