import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { toSigmaEvents } from '@/lib/events';
import {
  type CorrelationRule,
  checkRule,
  coversLogSource,
  type DetectionRule,
  LEVELS,
  matchCorrelation,
  matchRule,
  parseRules,
  type Rule,
} from '@/lib/sigma';

const folder = fileURLToPath(new URL('.', import.meta.url));

const files = readdirSync(`${folder}rules`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yml'))
  .map((path) => {
    const text = readFileSync(`${folder}rules/${path}`, 'utf8');
    return { path, text, documents: parseRules(text) };
  });

const rules = files.flatMap(({ path, text, documents }) =>
  documents.flatMap(({ rule }) => (rule ? [{ path, text, rule }] : [])),
);
const detections = rules.flatMap(({ path, rule }) =>
  rule.kind === 'detection' ? [{ path, rule }] : [],
);
const correlations = rules.flatMap(({ path, rule }) =>
  rule.kind === 'correlation' ? [{ path, rule }] : [],
);

function samplesOf({ id }: Rule): unknown[] {
  return JSON.parse(readFileSync(`${folder}events/${id}.json`, 'utf8')) as unknown[];
}

function matches(rule: DetectionRule, raw: unknown): boolean {
  return toSigmaEvents(raw).some(
    (event) => coversLogSource(rule.logsource, event) && matchRule(rule, event),
  );
}

function fires(rule: CorrelationRule, events: readonly unknown[]): boolean {
  const counted = detections.map(({ rule: detection }) => detection);
  return matchCorrelation(rule, counted, events.flatMap(toSigmaEvents)).length > 0;
}

const isTechnique = (tag: string): boolean => /^attack\.t\d/.test(tag);

describe('the starter rules', () => {
  it('cover enough to show every part of the catalog', () => {
    const tactics = rules.flatMap(({ rule }) => rule.tags.filter((tag) => !isTechnique(tag)));
    const logSources = detections.map(({ rule: { logsource } }) =>
      [logsource.product, logsource.category, logsource.service].join('/'),
    );
    expect(rules.length).toBeGreaterThanOrEqual(42);
    expect(new Set(logSources).size).toBeGreaterThanOrEqual(15);
    expect(new Set(tactics).size).toBeGreaterThanOrEqual(12);
    expect(new Set(rules.map(({ rule }) => rule.level))).toEqual(new Set(LEVELS));
    expect(correlations.length).toBeGreaterThanOrEqual(1);
  });

  it('have ids, titles and descriptions of their own', () => {
    for (const key of ['id', 'title', 'description'] as const) {
      expect(new Set(rules.map(({ rule }) => rule[key])).size).toBe(rules.length);
    }
    for (const { rule } of rules) {
      expect(rule.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    }
  });

  it.each(files)('$path is read without a remark', ({ text, documents }) => {
    expect(documents.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    for (const { rule } of documents) {
      expect(rule).not.toBeNull();
      if (rule) expect(checkRule(rule, text)).toEqual([]);
    }
  });

  it.each(rules)('$path says who wrote it, why, and what else looks like it', ({ rule }) => {
    expect(rule.author).toBe('Watchfloor');
    expect(rule.license).toBe('MIT');
    expect(rule.tags.some(isTechnique)).toBe(true);
    expect(rule.references.length).toBeGreaterThanOrEqual(1);
    expect(rule.falsepositives.length).toBeGreaterThanOrEqual(1);
  });
});

describe('the sample events', () => {
  it('belong to a rule each', () => {
    const expected = rules.map(({ rule }) => `${rule.id}.json`);
    expect(readdirSync(`${folder}events`).toSorted()).toEqual(expected.toSorted());
  });

  it.each(detections)('all match $path', ({ rule }) => {
    const samples = samplesOf(rule);
    expect(samples.length).toBeGreaterThanOrEqual(1);
    expect(samples.filter((sample) => !matches(rule, sample))).toEqual([]);
  });

  it.each(correlations)('together fire $path, and the first alone does not', ({ rule }) => {
    const samples = samplesOf(rule);
    expect(fires(rule, samples)).toBe(true);
    expect(fires(rule, samples.slice(0, 1))).toBe(false);
  });
});
