import { load } from 'js-yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getRuleIndex } from '@/lib/catalog/get-rule-index';
import { DUMP, HOSTILE, makeRules, ORDER } from '@/lib/mcp/rules-fixture';
import { ORIGIN } from '../answers-fixture';
import { llmsText } from './llms-text';
import { ruleTwin } from './rule-twin';
import { techniqueTwin } from './technique-twin';

const REQUEST = { origin: ORIGIN, query: new URLSearchParams() };

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

const textOf = async (id: string, form: string) => (await ruleTwin(id, form, REQUEST)).text();

it('a rule as YAML is the rule, below its author, licence and page', async () => {
  const text = await textOf(DUMP, 'yml');
  expect(text).toContain(`# Author: Watchfloor\n# Licence: MIT\n`);
  expect(text).toContain(`# Page: ${ORIGIN}/rules/${DUMP}\n`);
  expect(load(text)).toMatchObject({ id: DUMP, detection: expect.anything() });
});

it('a rule as KQL is its best query, or that for a target', async () => {
  expect(await textOf(DUMP, 'kql')).toContain('// Author: Watchfloor\n');
  expect(await textOf(DUMP, 'defender-xdr.kql')).toContain('\nDeviceProcessEvents\n');
  expect(await textOf(DUMP, 'sentinel.kql')).not.toContain('DeviceProcessEvents');
});

it('a rule as Markdown leaves nothing out, and its text breaks out of nothing', async () => {
  const text = await textOf(HOSTILE, 'md');
  expect(text).not.toContain('## Left out');
  expect(text).toContain('\\\\value-1499-');
  expect(text).toContain(`# ${ORDER}`);
  // Only inside the fenced block of the Sigma text.
  expect(text.slice(0, text.indexOf('## Sigma'))).not.toContain('![x](');
});

it('a rule as JSON takes the parameters of the API', async () => {
  const query = new URLSearchParams({ fields: 'title' });
  const answer = await ruleTwin(DUMP, 'json', { origin: ORIGIN, query });
  expect(Object.keys(await answer.json())).toEqual(['id', 'title']);
  expect(answer.headers.get('vary')).toBe('Accept, Origin');
});

it('a technique names its rules and whose text it is', async () => {
  const answer = await techniqueTwin('t1003', 'md', REQUEST);
  const text = await answer.text();
  expect(text).toContain('MITRE ATT&CK®');
  expect(text).toContain(`(${ORIGIN}/rules/${DUMP}.md)`);
});

it('what there is not is a problem with the next step', async () => {
  const problems = [
    await ruleTwin('unknown', 'md', REQUEST),
    await ruleTwin('unknown', 'json', REQUEST),
    await ruleTwin(DUMP, 'txt', REQUEST),
    await techniqueTwin('T9999', 'md', REQUEST),
    await techniqueTwin('T1003', 'kql', REQUEST),
  ];
  for (const answer of problems) {
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect((await answer.json()).detail).toMatch(/\.$/);
  }
});

it('what a language model is told has the addresses of this server, and the state of the catalog', async () => {
  const text = llmsText(await getRuleIndex(), ORIGIN);
  expect(text).toMatch(/^# Watchfloor\n\n> .*3 rules, 2 of them with a query; synced on \d{4}-/);
  expect(text).toContain(`${ORIGIN}/rules/{id}`);
  for (const [, address = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
    expect(address.startsWith(`${ORIGIN}/`), address).toBe(true);
  }
});
