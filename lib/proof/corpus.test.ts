import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEvents } from '@/lib/events';
import { readMappingTexts, readSchemas } from '@/lib/ingest/content';
import { type DetectionRule, parseRules } from '@/lib/sigma';
import { createTranslator, loadMappings, TARGETS } from '@/lib/translate';
import { constructEvents } from './construct-events';
import { createContext } from './context';
import { matchesRaw } from './matching';
import { agrees } from './proof-of';
import { prove } from './prove';
import { tally } from './tally';
import type { Sample } from './types';

/*
 * The rules of SigmaHQ on their own published samples and on constructed events. By default the rules
 * that have samples and a slice of the others; PROOF_CORPUS=all takes every rule (some minutes).
 * Differences that are known stand in known-differences.yml, each with its reason.
 */

const ARCHIVE = resolve('../shared/reference/sigma/SigmaHQ-sigma-8eaafff1f.tar.gz');
const EVERY = process.env.PROOF_CORPUS === 'all' ? 1 : 60;

interface Known {
  readonly rule: string;
  readonly query: string;
  readonly reason: string;
}

interface Entry {
  readonly path: string;
  readonly rule: DetectionRule;
  readonly samples: readonly Sample[];
}

const known = load(
  readFileSync(join(import.meta.dirname, 'known-differences.yml'), 'utf8'),
) as Known[];
const schemas = readSchemas();
const { mappings } = loadMappings(readMappingTexts(), schemas);
const translator = createTranslator({ mappings, schemas });
const context = createContext(schemas, translator.version);

describe.skipIf(!existsSync(ARCHIVE))('SigmaHQ (skipped without ../shared/reference)', () => {
  let folder = '';
  let entries: Entry[] = [];
  let samples: unknown[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'proof-'));
    execFileSync('tar', ['-xzf', ARCHIVE, '-C', folder, '--strip-components=1']);
    const byRule = new Map<string, Sample[]>();
    for (const path of filesBelow(join(folder, 'regression_data'), '.json')) {
      const id = path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
      const { events } = parseEvents(readFileSync(path, 'utf8'));
      byRule.set(
        id,
        events.map((event, place) => ({ name: `${id}#${place}`, event })),
      );
      samples.push(...events);
    }
    const all = readdirSync(folder)
      .filter((name) => name.startsWith('rules'))
      .sort()
      .flatMap((name) => filesBelow(join(folder, name), '.yml'))
      .flatMap((path) => parseRules(readFileSync(path, 'utf8')).map(({ rule }) => ({ path, rule })))
      .flatMap(({ path, rule }): Entry[] =>
        rule?.kind === 'detection'
          ? [{ path: path.slice(folder.length + 1), rule, samples: byRule.get(rule.id) ?? [] }]
          : [],
      );
    entries = all.filter((entry, at) => entry.samples.length > 0 || at % EVERY === 0);
  });

  afterAll(() => {
    if (folder) rmSync(folder, { recursive: true });
    samples = [];
  });

  it('matches a published sample of every rule that has one', () => {
    const withSamples = entries.filter((entry) => entry.samples.length > 0);
    expect(withSamples.length).toBeGreaterThan(100);
    // A file may hold what led to the event as well: one of its events has to match.
    const missed = withSamples.filter(
      ({ rule, samples: own }) => !own.some(({ event }) => matchesRaw(rule, event)),
    );
    expect(missed.map(({ path }) => path)).toEqual([]);
  });

  it('agrees with its exact queries on samples and constructed events, but for known differences', () => {
    const found = new Set<string>();
    let events = 0;
    let exact = 0;
    let translated = 0;
    let constructed = 0;
    for (const { rule, samples: own } of entries) {
      const translations = TARGETS.map((target) => translator.translate(rule, target));
      const evidence = prove({ rule, translations, samples: own }, context);
      if (translations.some(({ kql }) => kql !== null)) {
        translated++;
        if (evidence.some((one) => one.kind === 'constructed' && !one.skipped)) constructed++;
      }
      for (const one of evidence) {
        if (one.skipped !== null) continue;
        events += one.tried + one.nearMisses.length;
        if (one.outcome !== 'exact') continue;
        exact++;
        if (!agrees(one)) found.add(`${rule.id} ${one.target}/${one.table}/${one.label}`);
      }
    }
    process.stderr.write(
      `${entries.length} rules, ${translated} translated, ${constructed} with constructed events, ` +
        `${exact} exact queries run, ${events} events and near misses\n`,
    );
    expect(constructed / translated).toBeGreaterThanOrEqual(0.95);
    const listed = new Set(known.map(({ rule, query }) => `${rule} ${query}`));
    expect([...found].filter((name) => !listed.has(name)).sort()).toEqual([]);
  }, 1_800_000);

  it('agrees with its exact queries on every sample of its log source', () => {
    let pairs = 0;
    const differ: string[] = [];
    for (const { rule } of entries) {
      const translations = TARGETS.map((target) => translator.translate(rule, target)).map(
        (one) => ({ ...one, alternatives: EVERY === 1 ? one.alternatives : [] }),
      );
      for (const one of tally(rule, translations, samples, context)) {
        if (one.outcome !== 'exact') continue;
        pairs += one.tried;
        if (one.differ.length > 0)
          differ.push(`${rule.id} ${one.target}/${one.table}/${one.label}`);
      }
    }
    process.stderr.write(`${pairs} pairs of sample and exact query\n`);
    const expected = known.map(({ rule, query }) => `${rule} ${query}`);
    expect(differ.filter((name) => !expected.includes(name))).toEqual([]);
    expect(pairs).toBeGreaterThan(1_000);
  }, 1_800_000);

  it('says why a rule has no constructed events', () => {
    for (const { rule } of entries) {
      const { events, reason } = constructEvents(rule, 1);
      expect(events.length > 0, rule.id).toBe(reason === null);
    }
  });
});

function filesBelow(path: string, extension: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return path.endsWith(extension) ? [path] : [];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name), extension));
}
