import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as jsonFeed } from '@/app/feed.json/route';
import { GET as atomFeed } from '@/app/feed.xml/route';
import { ID, makeFixture, plainRule } from '@/lib/ingest/sync-fixture';

const HOSTILE = '<script>alert(1)</script>';

let end: () => void;
beforeAll(async () => {
  const fixture = makeFixture();
  fixture.put('rules/a.yml', plainRule(ID.a));
  fixture.put('rules/b.yml', plainRule(ID.b, { title: HOSTILE }));
  await fixture.sync();
  fixture.put('rules/a.yml', plainRule(ID.a).replace('Field: value', `Field: '${HOSTILE}'`));
  fixture.put('rules/c.yml', plainRule(ID.c));
  await fixture.sync();
  const former = process.env.DATABASE_URL;
  process.env.DATABASE_URL = `file:${fixture.databaseFile}`;
  end = () => {
    if (former === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = former;
    fixture.remove();
  };
});
afterAll(() => end?.());

const request = (address: string, headers = {}) =>
  new Request(`http://localhost:3000${address}`, {
    headers: { Host: 'localhost:3000', ...headers },
  });

interface Item {
  readonly id: string;
  readonly content_html: string;
  readonly authors: readonly { readonly name: string }[];
  readonly _watchfloor: { readonly rule: string; readonly change: Record<string, unknown> | null };
}

async function items(address = '/feed.json'): Promise<Map<string, Item>> {
  const feed: { items: Item[] } = await (await jsonFeed(request(address))).json();
  return new Map(feed.items.map((item) => [item._watchfloor.rule, item]));
}

describe('the JSON Feed', () => {
  it('has the difference of a rule’s last change, and what it means', async () => {
    const found = await items();
    expect(found.size).toBe(3);
    const { change } = found.get(ID.a)?._watchfloor ?? {};
    expect(change).toMatchObject({ kind: 'changed', meaning: 'both', sync: 2 });
    expect(change?.diff).toContain(`-        Field: value\n+        Field: '${HOSTILE}'`);
    expect(change?.page).toBe(`http://localhost:3000/changes/2/${ID.a}`);
    expect(found.get(ID.c)?._watchfloor.change).toMatchObject({ kind: 'new', diff: null });
    expect(found.get(ID.b)?._watchfloor.change).toBeNull();
  });

  it('follows the filters of the feed, and names itself with them', async () => {
    expect([...(await items('/feed.json?change=changed')).keys()]).toEqual([ID.a]);
    const feed = await (await jsonFeed(request('/feed.json?level=medium'))).json();
    expect(feed).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Watchfloor: level=medium',
      feed_url: 'http://localhost:3000/feed.json?level=medium',
      home_page_url: 'http://localhost:3000/?level=medium',
    });
  });

  it('has no text of a rule as HTML', async () => {
    for (const { content_html, authors } of (await items()).values()) {
      expect(content_html).not.toContain('<script');
      expect(content_html).toContain('Author: Watchfloor · Licence: ');
      expect(authors).toEqual([{ name: 'Watchfloor' }]);
    }
  });
});

describe('the Atom feed', () => {
  it('has the same differences, escaped for XML and for HTML', async () => {
    const text = await (await atomFeed(request('/feed.xml'))).text();
    expect(text).toContain('<content type="html">');
    expect(text).toContain("+        Field: '&#38;#60;script&#38;#62;alert(1)");
    expect(text).not.toContain('<script');
    expect(text).toContain(
      `<link rel="related" type="text/html" href="http://localhost:3000/changes/2/${ID.a}"/>`,
    );
    expect(text.match(/<entry>/g)).toHaveLength(3);
  });

  it('answers 304 to a reader that has the feed already', async () => {
    const etag = (await atomFeed(request('/feed.xml'))).headers.get('etag') ?? '';
    const again = await atomFeed(request('/feed.xml', { 'If-None-Match': etag }));
    expect(again.status).toBe(304);
  });
});
