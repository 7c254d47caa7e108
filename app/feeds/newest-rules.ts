import { createHash } from 'node:crypto';
import { searchParamsOf } from '@/app/search-params';
import { changeHref } from '@/lib/catalog/changes/kinds';
import { type LastChange, lastChanges } from '@/lib/catalog/changes/last-changes';
import { diffText } from '@/lib/catalog/diff-text';
import { type ExportedRule, exportRules } from '@/lib/catalog/export-rules';
import { findRules } from '@/lib/catalog/feed';
import { feedHref, isUnfiltered, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { plainLine, plainText } from '@/lib/text/plain-text';
import { originOf } from '@/lib/web/origin';
import { webSettings } from '@/lib/web/settings';

const ENTRIES = 50;
/** Characters of a difference. */
const MAX_DIFF = 12_000;

/** A rule in a feed. All its texts are bounded, and nothing in them is invisible. */
export interface NewestRule {
  /** Stays the same wherever the catalog is served. */
  readonly id: string;
  readonly title: string;
  readonly page: string;
  readonly source: string | null;
  readonly author: string;
  readonly licence: string;
  readonly licenceUrl: string | null;
  readonly changed: Date;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly rule: ExportedRule['rule'];
  /** The last thing that a sync saw of it; null if it is as the first sync found it. */
  readonly change: NewestChange | null;
}

export interface NewestChange extends Pick<LastChange, 'change' | 'meaning' | 'syncId'> {
  /** In a sentence. */
  readonly what: string;
  /** The page of the change, or of the history. */
  readonly page: string;
  readonly diff: string | null;
}

/** The newest changes of a filter, for a feed of any format. */
export interface NewestRules {
  readonly title: string;
  /** The feed’s own address. */
  readonly self: string;
  /** The page with the same rules. */
  readonly page: string;
  readonly updated: Date;
  readonly rules: readonly NewestRule[];
  readonly headers: Readonly<Record<string, string>>;
}

/** The newest rules of a feed’s address, for the feed at `path`; a response if the client has them. */
export async function newestRules(
  request: Request,
  path: '/feed.xml' | '/feed.json',
): Promise<NewestRules | Response> {
  const newest = {
    ...parseFeedFilter(searchParamsOf(new URL(request.url).searchParams)),
    sort: 'changed',
    page: 1,
  } as const;
  const { rules, filter, index } = await findRules(newest);
  const origin = originOf(request.headers, webSettings());
  const etag = etagOf(index.syncId, origin);
  // Its links have the origin of this request, so no shared cache may keep it.
  const headers = { ETag: etag, 'Cache-Control': 'private, no-cache', Vary: 'Origin' };
  if (isKnown(request.headers.get('if-none-match'), etag)) {
    return new Response(null, { status: 304, headers });
  }
  const shown = rules.slice(0, ENTRIES);
  const changes = await lastChanges(shown.map(({ id }) => id));
  const firstSync = index.rules.reduce(
    (first, { firstSyncId }) => Math.min(first, firstSyncId),
    index.syncId,
  );
  const told: NewestRule[] = [];
  for await (const each of exportRules(shown, { withQueries: false })) {
    told.push(tell(each, changes.get(each.rule.id), firstSync, origin));
  }
  const self = origin + feedHref(filter, { sort: null }, path);
  const title = isUnfiltered(filter) ? 'Watchfloor' : `Watchfloor: ${new URL(self).searchParams}`;
  return {
    title: plainLine(title, 'title'),
    self,
    page: origin + feedHref(filter, { sort: null }),
    updated: rules[0]?.changedAt ?? new Date(0),
    rules: told,
    headers,
  };
}

/** Differs with the origin, because the links do. */
function etagOf(syncId: number, origin: string): string {
  const hash = createHash('sha256').update(origin).digest('base64url').slice(0, 12);
  return `W/"${syncId}-${hash}"`;
}

function isKnown(header: string | null, etag: string): boolean {
  return header?.split(',').some((known) => known.trim() === etag) ?? false;
}

function tell(
  { rule, licence, upstreamUrl }: ExportedRule,
  change: LastChange | undefined,
  firstSync: number,
  origin: string,
): NewestRule {
  const page = `${origin}/rules/${encodeURIComponent(rule.id)}`;
  const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(rule.id);
  return {
    id: isUuid ? `urn:uuid:${rule.id.toLowerCase()}` : page,
    title: plainLine(rule.title, 'title'),
    page,
    source: upstreamUrl,
    author: plainLine(rule.author ?? 'not stated', 'author'),
    licence: plainLine(licence.name, 'licence'),
    licenceUrl: licence.url,
    changed: rule.changedAt,
    tags: [...rule.techniques, rule.level ?? 'no level'],
    summary: plainLine(rule.hypothesis.replaceAll('`', ''), 'description'),
    rule,
    change: change && change.syncId > firstSync ? tellChange(rule.id, change, page, origin) : null,
  };
}

const WHAT = {
  new: 'New in the catalog.',
  changed: 'The rule has changed.',
  renamed: 'The rule’s file has moved.',
  removed: 'Its source has dropped the rule.',
  restored: 'Its source has the rule again.',
} as const satisfies Record<LastChange['change'], string>;

const MEANING = {
  wider: 'It matches more than before.',
  narrower: 'It matches less than before.',
  both: 'It matches other events than before.',
  'text-only': 'It matches the same events as before.',
  undecided: 'Whether it matches the same events is not decided.',
} as const;

function tellChange(
  id: string,
  { change, meaning, syncId, diff }: LastChange,
  page: string,
  origin: string,
): NewestChange {
  return {
    change,
    meaning,
    syncId,
    what: [WHAT[change], meaning && MEANING[meaning]].filter(Boolean).join(' '),
    page: diff ? origin + changeHref(syncId, id) : `${page}/history`,
    diff: diff && shortened(diffText(diff, (line) => plainText(line, 'line'))),
  };
}

function shortened(text: string): string {
  const more = text.length - MAX_DIFF;
  return more <= 0 ? text : `${text.slice(0, MAX_DIFF)}\n… ${more} more characters`;
}
