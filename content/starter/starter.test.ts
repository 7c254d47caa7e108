import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));

interface Header {
  readonly id: string;
  readonly title: string;
  readonly author: string;
  readonly license: string;
  readonly level: string;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
}

const rules = readdirSync(`${folder}rules`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yml'))
  .map((path) => {
    const text = readFileSync(`${folder}rules/${path}`, 'utf8');
    return { path, text, header: load(text) as Header };
  });

const samples = readdirSync(`${folder}events`);

function samplesOf(id: string): unknown[] {
  return JSON.parse(readFileSync(`${folder}events/${id}.json`, 'utf8')) as unknown[];
}

describe('the starter rules', () => {
  it('cover enough to show every part of the catalog', () => {
    const logSources = new Set(rules.map(({ path }) => path.split('/')[0]));
    const tactics = new Set(
      rules.flatMap(({ header }) => header.tags.filter((tag) => !/^attack\.t\d/.test(tag))),
    );
    expect(rules.length).toBeGreaterThanOrEqual(42);
    expect(logSources.size).toBeGreaterThanOrEqual(15);
    expect(tactics.size).toBeGreaterThanOrEqual(12);
    expect(new Set(rules.map(({ header }) => header.level))).toEqual(
      new Set(['informational', 'low', 'medium', 'high', 'critical']),
    );
    expect(rules.some(({ text }) => /^correlation:/m.test(text))).toBe(true);
  });

  it('have ids and titles of their own', () => {
    expect(new Set(rules.map(({ header }) => header.id)).size).toBe(rules.length);
    expect(new Set(rules.map(({ header }) => header.title)).size).toBe(rules.length);
    for (const { header } of rules) {
      expect(header.id).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }
  });

  it.each(rules)('$path says who wrote it, why, and what else looks like it', ({ header }) => {
    expect(header.author).toBe('Watchfloor');
    expect(header.license).toBe('MIT');
    expect(header.references.length).toBeGreaterThanOrEqual(2);
    expect(header.falsepositives.length).toBeGreaterThanOrEqual(1);
  });
});

describe('the sample events', () => {
  it('belong to a rule each, and each rule has one', () => {
    expect(samples.toSorted()).toEqual(rules.map(({ header }) => `${header.id}.json`).toSorted());
    for (const { header } of rules) expect(samplesOf(header.id).length).toBeGreaterThanOrEqual(1);
  });
});
