import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ID } from '@/lib/ingest/sync-fixture';
import { DUMP, HOSTILE, makeRules, ORDER } from '@/lib/mcp/rules-fixture';
import { askApi, ORIGIN, readApi } from './answers-fixture';

// Four rules in two syncs: the second changed one and dropped another.

let end: () => void;
beforeAll(async () => {
  const fixture = await makeRules();
  const former = process.env.DATABASE_URL;
  process.env.DATABASE_URL = `file:${fixture.databaseFile}`;
  end = () => {
    if (former === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = former;
    fixture.remove();
  };
});
afterAll(() => end?.());

const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);

describe('a list', () => {
  it('has the rules of the feed’s filters, in its order', async () => {
    const { total, items, next } = await readApi('/rules?sort=level');
    expect({ total, next }).toEqual({ total: 3, next: null });
    expect(items.map(({ level }: { level: string }) => level)).toEqual([
      'critical',
      'critical',
      'medium',
    ]);
    const filtered = await readApi('/rules?technique=T1003&level=high,critical');
    expect(idsOf(filtered)).toEqual([DUMP]);
    const searched = await readApi('/rules?q=comsvcs%20-sccm&target=defender-xdr');
    expect(idsOf(searched)).toEqual([DUMP]);
    expect(idsOf(await readApi('/rules?env=-DeviceProcessEvents'))).toContain(DUMP);
    expect(idsOf(await readApi('/rules?env=OfficeActivity'))).not.toContain(DUMP);
  });

  it('says what of the filters was not understood', async () => {
    const { total, notes } = await readApi('/rules?product=widnows');
    expect(total).toBe(0);
    expect(notes).toEqual([expect.stringMatching(/widnows.*Did you mean “windows”/)]);
  });

  it('goes on where the cursor says, by the header Link', async () => {
    const seen = [];
    let address = '/rules?limit=1&sort=title&fields=title';
    for (;;) {
      const answer = await askApi(address);
      const page = await answer.json();
      seen.push(...idsOf(page));
      expect(page.total).toBe(3);
      if (page.next === null) {
        expect(answer.headers.has('link')).toBe(false);
        break;
      }
      expect(answer.headers.get('link')).toBe(`<${page.next}>; rel="next"`);
      expect(page.next).toContain('&sort=title&fields=title&cursor=');
      address = page.next.slice(`${ORIGIN}/api/v1`.length);
    }
    expect(seen).toEqual(idsOf(await readApi('/rules?sort=title')));
  });

  it('says if the item of a cursor is gone, and if a text is none', async () => {
    const gone = await askApi(`/rules?cursor=${Buffer.from(ID.b).toString('base64url')}`);
    expect(gone.status).toBe(410);
    expect((await gone.json()).detail).toContain('Begin without');
    for (const cursor of ['%20', 'a', 'é', `${'a'.repeat(401)}`]) {
      const answer = await askApi(`/rules?cursor=${cursor}`);
      expect(answer.status, cursor).toBe(400);
      expect((await answer.json()).errors[0].parameter).toBe('cursor');
    }
  });
});

describe('an answer', () => {
  it('has only the fields that are asked for, and the id', async () => {
    const { items } = await readApi('/rules?fields=title,author&limit=1');
    expect(Object.keys(items[0])).toEqual(['id', 'title', 'author']);
    expect(Object.keys(await readApi(`/rules/${DUMP}?fields=deployables`))).toEqual([
      'id',
      'deployables',
    ]);
    expect(Object.keys(await readApi('/coverage?fields=rules'))).toEqual(['rules']);
  });

  it('names author, licence and source of a rule, and hides nothing of it', async () => {
    const rule = await readApi(`/rules/${DUMP.toUpperCase()}`);
    expect(rule).toMatchObject({ id: DUMP, author: 'Watchfloor', licence: 'MIT' });
    const query = rule.queries.find(({ target }: { target: string }) => target === 'defender-xdr');
    expect(query.kql).toContain('DeviceProcessEvents');
    expect(query.trace.length).toBeGreaterThan(0);
    expect(query.evidence.parserErrors).toBe(0);
    expect(rule.evidence.some(({ kql }: { kql: boolean }) => kql)).toBe(true);
    expect(rule.enrichment.triage.length).toBeGreaterThan(0);
    const deployable = rule.deployables.find(
      ({ target }: { target: string }) => target === 'defender-xdr',
    );
    const format = deployable.formats.find(
      ({ format }: { format: string }) => format === 'defender-json',
    );
    expect(format.files[0].url).toMatch(
      new RegExp(
        `^${ORIGIN}/rules/${DUMP}/deploy\\?target=defender-xdr&format=defender-json&file=`,
      ),
    );
    expect(rule.history).toHaveLength(1);
  });

  it('has a stranger’s text bounded and visible where it is shown', async () => {
    const rule = await readApi(`/rules/${HOSTILE}`);
    expect(rule.title).toContain(`${ORDER}\\u{202E}`);
    expect(rule.title.length).toBeLessThan(300);
    expect(rule.description.length).toBeLessThan(4000);
  });

  it('has an ETag of the sync and of the names in its links', async () => {
    const one = (await askApi('/rules')).headers.get('etag');
    expect(one).toMatch(/^W\/"2-[\w-]{12}"$/);
    expect((await askApi('/tables')).headers.get('etag')).toBe(one);
    expect((await askApi('/rules.jsonl', one)).status).toBe(304);
    expect((await askApi('/rules.jsonl', 'W/"1-x"')).status).toBe(200);
    const status = await askApi('/status');
    expect(status.headers.get('etag')).toBeNull();
    expect(status.headers.get('cache-control')).toBe('no-store');
  });
});

describe('lines', () => {
  it('are whole rules, and say how many there are', async () => {
    const answer = await askApi('/rules.jsonl?fields=title,sigma&sort=title');
    expect(answer.headers.get('watchfloor-total')).toBe('3');
    const lines = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ id }) => id)).toEqual(idsOf(await readApi('/rules?sort=title')));
    expect(Object.keys(lines[0])).toEqual(['id', 'title', 'sigma']);
  });

  it('leave the server time for others', async () => {
    const { body } = await askApi('/rules.jsonl');
    const reader = body?.getReader();
    let turns = 0;
    const other = setInterval(() => turns++, 0);
    let lines = 0;
    while (!(await reader?.read())?.done) lines++;
    clearInterval(other);
    expect(lines).toBe(3);
    expect(turns).toBeGreaterThan(0);
  });

  it('end when the client goes', async () => {
    const { body } = await askApi('/rules.jsonl');
    const reader = body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    await reader?.cancel();
    expect((await reader?.read())?.done).toBe(true);
  });
});

describe('changes', () => {
  it('are those of all syncs, the oldest first, with their differences', async () => {
    const { total, items } = await readApi('/changes');
    expect(total).toBe(6);
    expect(items.map(({ sync }: { sync: number }) => sync)).toEqual([1, 1, 1, 1, 2, 2]);
    const changed = items.find(({ change }: { change: string }) => change === 'changed');
    expect(changed).toMatchObject({ id: ID.a, meaning: 'both', sync: 2 });
    expect(changed.diff).toContain('-        Field: value\n+        Field: other');
  });

  it('are those after a sync, since a time, of a kind, a meaning, a rule', async () => {
    expect(idsOf(await readApi('/changes?after=1')).sort()).toEqual([ID.a, ID.b]);
    expect((await readApi('/changes?after=2')).total).toBe(0);
    expect(idsOf(await readApi('/changes?change=removed'))).toEqual([ID.b]);
    expect(idsOf(await readApi('/changes?meaning=both,wider'))).toEqual([ID.a]);
    expect((await readApi(`/changes?rule=${ID.a}`)).total).toBe(2);
    expect((await readApi('/changes?since=2026-01-01')).total).toBe(6);
    expect((await readApi('/changes?since=2999-01-01T00:00:00Z')).total).toBe(0);
  });

  it('go on by cursor', async () => {
    const first = await readApi('/changes?limit=4');
    const rest = await readApi(first.next.slice(`${ORIGIN}/api/v1`.length));
    expect(idsOf(rest).sort()).toEqual([ID.a, ID.b]);
    expect(rest.next).toBeNull();
  });
});

describe('techniques, coverage, tables and sources', () => {
  it('count the rules of the feed', async () => {
    expect(idsOf(await readApi('/techniques?q=T1003.001'))).toEqual(['T1003.001']);
    const technique = await readApi('/techniques/t1003');
    expect(technique.rules.map(({ id }: { id: string }) => id)).toEqual([DUMP]);
    const { rules, techniques } = await readApi('/coverage?level=critical');
    expect(rules).toBe(2);
    expect(techniques.find(({ id }: { id: string }) => id === 'T1059')).toMatchObject({ rules: 1 });
    const tables = await readApi('/tables?technique=T1003');
    expect(tables.items).toContainEqual(
      expect.objectContaining({ id: 'defender/DeviceProcessEvents', rules: 1 }),
    );
    expect((await readApi('/sources')).items).toHaveLength(1);
    expect((await readApi('/status')).sync.id).toBe(2);
  });

  it('say of a revoked technique what took its place', async () => {
    const answer = await askApi('/techniques/T1086');
    expect(answer.status).toBe(410);
    expect((await answer.json()).detail).toContain('T1059.001');
  });
});

describe('a parameter that cannot be used', () => {
  it.each([
    ['/rules?limit=0', 'limit'],
    ['/rules?limit=101', 'limit'],
    ['/rules?limit=ten', 'limit'],
    ['/rules?limit=1&limit=2', 'limit'],
    ['/rules?sort=newest', 'sort'],
    [`/rules?q=${'a'.repeat(401)}`, 'q'],
    [`/rules?level=${'a'.repeat(101)}`, 'level'],
    [`/rules?table=${Array.from({ length: 201 }, (_, at) => at).join(',')}`, 'table'],
    ['/rules?env=1+2', 'env'],
    ['/rules?page=2', 'page'],
    ['/rules?__proto__=1', '__proto__'],
    ['/rules?fields=nothing', 'fields'],
    [`/rules/${'a'.repeat(201)}`, 'id'],
    ['/rules/a?id=b', 'id'],
    ['/techniques?gaps=yes', 'gaps'],
    ['/techniques/1059', 'id'],
    ['/changes?since=yesterday', 'since'],
    ['/changes?after=-1', 'after'],
    ['/changes?change=gone', 'change'],
    ['/status?q=a', 'q'],
  ])('%s names it', async (address, parameter) => {
    const answer = await askApi(address);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const { title, detail, errors } = await answer.json();
    expect(title).toBe('Bad request');
    expect(detail).toContain(`The parameter ${parameter} `);
    expect(detail).toMatch(/\.$/);
    expect(errors.map((error: { parameter: string }) => error.parameter)).toEqual([parameter]);
  });

  it('lists the fields that there are', async () => {
    const { detail } = await readApi('/sources?fields=secret');
    expect(detail).toMatch(/The fields are id, name, label, .*error\.$/);
    expect(detail).not.toContain('secret');
  });

  it('names each of several', async () => {
    const { errors } = await readApi('/rules?limit=0&sort=a');
    expect(errors).toHaveLength(2);
  });
});

it('an id or address that is not there is a problem', async () => {
  for (const address of ['/rules/unknown', '/techniques/T9999', '/', '/rule', '/rules/a/b']) {
    const answer = await askApi(address);
    expect(answer.status, address).toBe(404);
    expect(await answer.json()).toMatchObject({ title: 'Not found', status: 404 });
  }
});
