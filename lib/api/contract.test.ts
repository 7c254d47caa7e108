import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askApi, documentJudge, ORIGIN, readApi, serveStarterRules } from './answers-fixture';
import { openApiDocument } from './openapi';
import { API_ROOT, OPERATIONS } from './operations';
import { FORMS, type FormDescription } from './twins/forms';
import { ruleTwin } from './twins/rule-twin';
import { techniqueTwin } from './twins/technique-twin';

let served: { end(): void };
beforeAll(async () => {
  served = await serveStarterRules();
});
afterAll(() => served?.end());

// biome-ignore lint/suspicious/noExplicitAny: the document is data that the tests walk through
const document = openApiDocument(ORIGIN) as any;
const judge = documentJudge();

/** Says what is wrong with an answer by the document; null for nothing. */
function verdict(path: string, type: string, value: unknown): unknown {
  const { content } = (document.paths[API_ROOT + path] ?? document.paths[path]).get.responses[200];
  const validate = judge(content[type].schema);
  return validate(value) ? null : validate.errors;
}

/** The same by one of its schemas. */
function verdictBy(name: string, value: unknown): unknown {
  const validate = judge({ $ref: `#/components/schemas/${name}` });
  return validate(value) ? null : validate.errors;
}

async function allItems(address: string): Promise<{ id: string }[]> {
  const items = [];
  for (let next: string | null = address; next; ) {
    const page: { items: { id: string }[]; next: string | null } = await readApi(next);
    items.push(...page.items);
    next = page.next?.slice(`${ORIGIN}${API_ROOT}`.length) ?? null;
  }
  return items;
}

const REQUEST = { origin: ORIGIN, query: new URLSearchParams() };

/** Judges one form of a rule or technique. False if there is none, with the problem that the document has for it. */
async function expectForm(
  { path, type, id }: FormDescription,
  ask: (form: string) => Promise<Response>,
): Promise<boolean> {
  const answer = await ask(path.slice(path.indexOf('.') + 1));
  if (answer.status === 404) {
    expect(verdictBy('Problem', await answer.json()), id).toBeNull();
    return false;
  }
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
  const value = type === 'application/json' ? await answer.json() : await answer.text();
  expect(verdict(path, type, value), id).toBeNull();
  return true;
}

describe('the document', () => {
  it('describes every operation, with a schema for each name that it uses', () => {
    expect(Object.keys(document.paths)).toEqual([
      ...OPERATIONS.map(({ path }) => API_ROOT + path),
      ...FORMS.map(({ path }) => path),
    ]);
    const used = JSON.stringify(document).match(/#\/[\w/]+/g) ?? [];
    expect(used.length).toBeGreaterThan(20);
    for (const reference of new Set(used)) {
      expect(document.components.schemas, reference).toHaveProperty(
        reference.split('/').at(-1) ?? '',
      );
    }
    for (const { get } of Object.values(document.paths) as { get: { parameters: [] } }[]) {
      for (const { description } of get.parameters as { description?: string }[]) {
        expect(description).toMatch(/\.$/);
      }
    }
  });
});

describe('every answer is what the document says', () => {
  it('of fifty rules, whole', async () => {
    const rules = await allItems('/rules?collection=starter&limit=100');
    expect(rules.length).toBeGreaterThanOrEqual(50);
    for (const { id } of rules) {
      const answer = await askApi(`/rules/${encodeURIComponent(id)}`);
      expect(answer.status).toBe(200);
      const rule = await answer.json();
      expect(verdict('/rules/{id}', 'application/json', rule), id).toBeNull();
      expect(verdictBy('Rule', rule), id).toBeNull();
      expect(rule.sigma).toContain(`id: ${id}`);
    }
  });

  it('of the same rules as lines', async () => {
    const answer = await askApi('/rules.jsonl?fields=title,author,licence,source,queries');
    const lines = (await answer.text()).trimEnd().split('\n');
    expect(answer.headers.get('watchfloor-total')).toBe(String(lines.length));
    for (const line of lines) {
      expect(verdict('/rules.jsonl', 'application/jsonl', JSON.parse(line))).toBeNull();
    }
  });

  it.each(OPERATIONS.filter(({ kind }) => kind !== 'lines').map((one) => [one.id, one] as const))(
    'of %s, whole and in part',
    async (_, { path, example, name, kind }) => {
      const part = await readApi(example);
      expect(verdict(path, 'application/json', part)).toBeNull();
      const whole = await readApi(example.replace(/[?&]fields=[^&]*/, ''));
      expect(verdict(path, 'application/json', whole)).toBeNull();
      for (const one of kind === 'list' ? whole.items : [whole]) {
        expect(verdictBy(name, one)).toBeNull();
      }
    },
  );

  it('of every technique that a rule names, and of its forms', async () => {
    const techniques = (await allItems('/techniques?limit=100')) as { id: string; rules: number }[];
    const named = techniques.filter(({ rules }) => rules > 0);
    expect(named.length).toBeGreaterThan(20);
    for (const { id } of named) {
      expect(verdictBy('Technique', await readApi(`/techniques/${id}`)), id).toBeNull();
      const forms = FORMS.filter(({ path }) => path.startsWith('/techniques/'));
      for (const form of forms) await expectForm(form, (name) => techniqueTwin(id, name, REQUEST));
    }
  });

  it('of each form of fifty rules, or the problem that says why there is none', async () => {
    const rules = await allItems('/rules?collection=starter&limit=100');
    const forms = FORMS.filter(({ path }) => path.startsWith('/rules/'));
    const missing = new Map<string, number>();
    for (const { id } of rules) {
      for (const form of forms) {
        const isThere = await expectForm(form, (name) => ruleTwin(id, name, REQUEST));
        if (!isThere) missing.set(form.id, (missing.get(form.id) ?? 0) + 1);
      }
    }
    expect(rules.length).toBeGreaterThanOrEqual(50);
    for (const form of ['ruleAsJson', 'ruleAsMarkdown', 'ruleAsSigma', 'ruleAsKql']) {
      expect(missing.get(form), form).toBeUndefined();
    }
    expect(missing.get('ruleAsDefenderKql')).toBeLessThan(rules.length / 2);
  });

  it.each(['/rules?limit=0', '/rules/unknown', '/nothing', '/techniques/T9999'])(
    'of the problem at %s',
    async (address) => {
      const answer = await askApi(address);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(verdictBy('Problem', await answer.json())).toBeNull();
    },
  );
});
