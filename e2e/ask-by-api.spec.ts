import { expect, test } from '@playwright/test';
import { ask } from './raw-request';

const RULE = 'a286231e-54a6-43cc-ba2a-4b95444c48f9';
const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

test('a program finds rules, follows the pages, and asks again only for what has changed', async ({
  baseURL,
}) => {
  const first = await ask(baseURL, 'GET', '/api/v1/rules?limit=30&fields=title,links');
  expect(first.status).toBe(200);
  expect(first.headers['ratelimit-policy']).toMatch(/^"default";q=\d+;w=60$/);
  const [, next = ''] = /^<([^>]+)>; rel="next"$/.exec(String(first.headers.link)) ?? [];
  const { total, items } = JSON.parse(first.body);
  const rest = JSON.parse((await ask(baseURL, 'GET', next.slice(baseURL?.length))).body);
  const ids = [...items, ...rest.items].map(({ id }) => id);
  expect(new Set(ids).size).toBe(Math.min(60, total));
  const etag = String(first.headers.etag);
  const again = await ask(baseURL, 'GET', '/api/v1/rules?limit=30&fields=title,links', {
    headers: { 'If-None-Match': etag },
  });
  expect(again.status).toBe(304);
  expect(again.body).toBe('');
});

test('a rule is the same by the API, by the ending, and by what the client accepts', async ({
  baseURL,
}) => {
  const api = await ask(baseURL, 'GET', `/api/v1/rules/${RULE}`);
  const json = await ask(baseURL, 'GET', `/rules/${RULE}.json`);
  const accepted = await ask(baseURL, 'GET', `/rules/${RULE}`, {
    headers: { Accept: 'application/json' },
  });
  expect(JSON.parse(api.body).id).toBe(RULE);
  expect(json.body).toBe(api.body);
  expect(accepted.body).toBe(api.body);
  expect(String(accepted.headers.vary)).toMatch(/\bAccept\b/);
  const page = await ask(baseURL, 'GET', `/rules/${RULE}`, { headers: { Accept: HTML } });
  expect(page.headers['content-type']).toContain('text/html');
  expect(String(page.headers.vary)).toMatch(/(^|, )Accept(,|$)/);
  expect(page.body).toContain(`<link rel="alternate" type="text/markdown"`);
  for (const [ending, type, text] of [
    ['md', 'text/markdown', '# '],
    ['yml', 'application/yaml', '# Author: Watchfloor'],
    ['kql', 'text/plain', '// Licence: MIT'],
    ['defender-xdr.kql', 'text/plain', 'DeviceProcessEvents'],
  ] as const) {
    const answer = await ask(baseURL, 'GET', `/rules/${RULE}.${ending}`);
    expect(answer.headers['content-type'], ending).toBe(`${type}; charset=utf-8`);
    expect(answer.body, ending).toContain(text);
  }
  const technique = await ask(baseURL, 'GET', '/techniques/T1003.001.md');
  expect(technique.body).toContain('MITRE ATT&CK®');
});

test('each address of the files that deploy a rule leads to one', async ({ baseURL }) => {
  const { deployables } = JSON.parse((await ask(baseURL, 'GET', `/rules/${RULE}.json`)).body);
  const files = deployables.flatMap(({ formats }: { formats: { files: { url: string }[] }[] }) =>
    formats.flatMap(({ files }) => files),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const { url } of files) {
    const answer = await ask(baseURL, 'GET', url.slice(baseURL?.length));
    expect(answer.status, url).toBe(200);
    expect(answer.body, url).toContain(RULE);
  }
});

test('the whole catalog comes as lines', async ({ baseURL }) => {
  const answer = await ask(baseURL, 'GET', '/api/v1/rules.jsonl?fields=title,author,licence');
  const lines = answer.body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(String(lines.length)).toBe(answer.headers['watchfloor-total']);
  for (const { author, licence } of lines) expect([author, licence]).toEqual(['Watchfloor', 'MIT']);
});

test('what cannot be answered is a problem that says why', async ({ baseURL }) => {
  for (const [address, status, detail] of [
    ['/api/v1/rules?limit=0', 400, /^The parameter limit /],
    ['/api/v1/nothing', 404, /openapi\.json/],
    ['/rules/unknown.json', 404, /no|nothing/],
    ['/rules/unknown.md', 404, /no rule/],
    [`/rules/${'a'.repeat(201)}.json`, 400, /^The parameter id /],
  ] as const) {
    const answer = await ask(baseURL, 'GET', address);
    expect(answer.status, address).toBe(status);
    expect(answer.headers['content-type'], address).toBe('application/problem+json');
    expect(JSON.parse(answer.body).detail, address).toMatch(detail);
  }
  const posted = await ask(baseURL, 'POST', '/api/v1/rules', { body: 'x' });
  expect(posted.status).toBe(405);
  expect(JSON.parse(posted.body)).toMatchObject({ status: 405 });
});

test('pages of this machine may read, and those of other sites may not', async ({ baseURL }) => {
  const origin = async (name: string) =>
    (await ask(baseURL, 'GET', '/api/v1/rules?limit=1', { headers: { Origin: name } })).headers[
      'access-control-allow-origin'
    ];
  expect(await origin('http://localhost:5173')).toBe('http://localhost:5173');
  expect(await origin('https://evil.example')).toBeUndefined();
  const preflight = await ask(baseURL, 'OPTIONS', '/api/v1/rules', {
    headers: { Origin: 'http://localhost:5173', 'Access-Control-Request-Method': 'GET' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers['access-control-allow-methods']).toBe('GET, HEAD, OPTIONS');
});

test('feeds and llms.txt name this server', async ({ baseURL }) => {
  const feed = JSON.parse((await ask(baseURL, 'GET', '/feed.json?level=high')).body);
  expect(feed.feed_url).toBe(`${baseURL}/feed.json?level=high`);
  expect(feed.items.length).toBeGreaterThan(0);
  expect((await ask(baseURL, 'GET', '/llms.txt')).body).toContain(`${baseURL}/rules/{id}`);
});

test('the reference explains every address, and its links lead somewhere', async ({
  page,
  baseURL,
}) => {
  await page.goto('/');
  await page
    .getByRole('navigation', { name: 'More pages' })
    .getByRole('link', { name: 'API' })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('API');
  const { paths } = JSON.parse((await ask(baseURL, 'GET', '/api/openapi.json')).body);
  for (const path of Object.keys(paths)) {
    await expect(page.getByRole('heading', { name: `GET ${path}`, exact: true })).toBeVisible();
  }
  const rule = page.getByRole('region', { name: 'GET /api/v1/rules/{id}', exact: true });
  await rule.getByText('Fields of the answer').click();
  await rule.getByRole('link', { name: 'list of Query' }).click();
  await expect(page.getByRole('heading', { name: 'Query', exact: true })).toBeInViewport();
  const anchors = await page
    .locator('main a[href^="#"]')
    .evaluateAll((links) =>
      links
        .map((link) => (link.getAttribute('href') ?? '').slice(1))
        .filter((id) => document.getElementById(id) === null),
    );
  expect(anchors).toEqual([]);
});

test('each example of the reference is answered', async ({ page, baseURL }) => {
  await page.goto('/api');
  const examples = await page.getByText(/^curl '/).allTextContents();
  expect(examples.length).toBeGreaterThan(15);
  for (const example of examples) {
    const address = example.slice("curl '".length, -1).replace(/^https?:\/\/[^/]+/, '');
    expect((await ask(baseURL, 'GET', address)).status, example).toBe(200);
  }
});

test('the reference fits on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/api');
  await page.locator('summary').evaluateAll((all) => {
    for (const one of all) one.parentElement?.setAttribute('open', '');
  });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const cut = await page
    .locator('.api-example pre')
    .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
  expect(cut).toBe(0);
});
