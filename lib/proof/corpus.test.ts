import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseEvents } from '@/lib/events';
import { readKnowledge } from '@/lib/knowledge';
import { type DetectionRule, parseRules } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { createTranslator, type Translation, type Variant } from '@/lib/translate';
import { compareOnEvents, indexEvents } from './compare-on-events';
import { constructEvents } from './construct-events';
import { declaredDifference } from './declared-difference';
import { matchesRaw } from './match-raw-event';
import { createContext } from './proof-context';
import { agrees } from './proof-of';
import { prove } from './prove';
import type { Sample } from './types';

/*
 * The rules of SigmaHQ on their own published samples and on constructed events, and every rule on every
 * sample of its log source. By default the rules that have samples and a slice of the others;
 * PROOF_CORPUS=all takes every rule (three minutes). Known differences are in
 * known-differences.yml, each with its reason; one that no longer differs must be taken out.
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
const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });
const context = createContext(schemas, translator.version);

describe.skipIf(!existsSync(ARCHIVE))('SigmaHQ (skipped without ../shared/reference)', () => {
  let entries: readonly Entry[] = [];
  const survey = {
    translated: 0,
    constructed: 0,
    queries: 0,
    events: 0,
    pairs: 0,
    exactPairs: 0,
    /** `rule target/table/label` of exact queries that differ on their own or constructed events. */
    differing: [] as string[],
    /** The same on samples of other rules, approximate queries included where they do not say so. */
    differingPairs: [] as string[],
    /** The same of approximate queries, on events of their own, in a way that they do not announce. */
    unannounced: [] as string[],
    unrunnable: [] as string[],
  };

  beforeAll(() => {
    const corpus = readCorpus();
    entries = corpus.entries;
    const indexed = indexEvents(corpus.samples, context);
    for (const entry of entries) {
      const translations = TARGETS.map((target) => translator.translate(entry.rule, target));
      const names = variantsByName(translations);
      addEvidence(entry, translations, names);
      for (const one of compareOnEvents(entry.rule, translations, indexed, context)) {
        const name = `${entry.rule.id} ${one.target}/${one.table}/${one.label}`;
        survey.pairs += one.tried.length;
        if (one.outcome === 'exact') survey.exactPairs += one.tried.length;
        if (one.failure !== null) survey.unrunnable.push(`${name}: ${one.failure}`);
        if (one.differ.length === 0) continue;
        const announced = declaredDifference(
          names.get(`${one.target}/${one.table}/${one.label}`) ?? [],
        );
        if (one.outcome === 'exact') survey.differingPairs.push(name);
        else if (one.kql.length > one.both.length && !announced.wider) {
          survey.differingPairs.push(`${name}: wider`);
        } else if (one.sigma.length > one.both.length && !announced.narrower) {
          survey.differingPairs.push(`${name}: narrower`);
        }
      }
    }
    process.stderr.write(
      `${entries.length} rules, ${survey.translated} translated, ${survey.constructed} with constructed ` +
        `events; ${survey.queries} exact queries on ${survey.events} events and near misses; ` +
        `${survey.pairs} pairs of sample and query, ${survey.exactPairs} of them with an exact query\n`,
    );
  });

  function addEvidence(
    { rule, samples }: Entry,
    translations: readonly Translation[],
    names: ReadonlyMap<string, Variant['diagnostics']>,
  ): void {
    const evidence = prove({ rule, translations, samples }, context);
    if (translations.some(({ kql }) => kql !== null)) {
      survey.translated++;
      if (evidence.some((one) => one.kind === 'constructed' && one.skipped === null)) {
        survey.constructed++;
      }
    }
    for (const one of evidence) {
      if (one.skipped !== null) continue;
      const variant = `${one.target}/${one.table}/${one.label}`;
      if (one.outcome === 'exact') {
        survey.queries++;
        survey.events += one.tried + one.nearMisses.length;
        if (!agrees(one)) survey.differing.push(`${rule.id} ${variant}`);
        continue;
      }
      const announced = declaredDifference(names.get(variant) ?? []);
      const isWider = (one.kql && !one.sigma) || one.nearMisses.some(({ kql }) => kql);
      if (isWider && !announced.wider) survey.unannounced.push(`${rule.id} ${variant}: wider`);
      if (one.sigma && !one.kql && !announced.narrower) {
        survey.unannounced.push(`${rule.id} ${variant}: narrower`);
      }
    }
  }

  it('matches a published sample of every rule that has one', () => {
    const withSamples = entries.filter((entry) => entry.samples.length > 0);
    expect(withSamples.length).toBeGreaterThan(100);
    // A file may hold what led to the event as well: one of its events has to match.
    const missed = withSamples.filter(
      ({ rule, samples: own }) => !own.some(({ event }) => matchesRaw(rule, event)),
    );
    expect(missed.map(({ path }) => path)).toEqual([]);
  });

  it('runs every query that a sample can be run through', () => {
    expect(survey.unrunnable).toEqual([]);
  });

  it('constructs events for at least 95 % of the translated rules', () => {
    expect(survey.constructed / survey.translated).toBeGreaterThanOrEqual(0.95);
  });

  it('agrees with its exact queries on samples and constructed events, except for known differences', () => {
    const listed = new Set(known.map(({ rule, query }) => `${rule} ${query}`));
    const found = [...new Set(survey.differing)].sort();
    expect(found.filter((name) => !listed.has(name))).toEqual([]);
  });

  it('differs from an approximate query only in the ways that this announces', () => {
    expect(survey.unannounced).toEqual([]);
  });

  it('lists no difference that is gone', () => {
    const tried = new Set(entries.map(({ rule }) => rule.id));
    const found = new Set([...survey.differing, ...survey.differingPairs]);
    const stale = known.filter(
      ({ rule, query }) => tried.has(rule) && !found.has(`${rule} ${query}`),
    );
    expect(stale).toEqual([]);
    if (EVERY === 1) expect(known.filter(({ rule }) => !tried.has(rule))).toEqual([]);
  });

  it('agrees on every sample of its log source, as far as the query does not say otherwise', () => {
    expect(survey.pairs).toBeGreaterThan(EVERY === 1 ? 400_000 : 20_000);
    expect(survey.differingPairs).toEqual([]);
  });

  it('reports why a rule has no constructed events', () => {
    for (const { rule } of entries) {
      const { events, reason } = constructEvents(rule, 1);
      expect(events.length > 0, rule.id).toBe(reason === null);
    }
  });
});

/** Rules and samples of the archive; its folder is gone again when this returns. */
function readCorpus(): { entries: Entry[]; samples: unknown[] } {
  const folder = mkdtempSync(join(tmpdir(), 'proof-'));
  try {
    execFileSync('tar', ['-xzf', ARCHIVE, '-C', folder, '--strip-components=1']);
    const byRule = new Map<string, Sample[]>();
    const samples: unknown[] = [];
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
    const entries = all.filter((entry, at) => entry.samples.length > 0 || at % EVERY === 0);
    return { entries, samples };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function variantsByName(
  translations: readonly Translation[],
): ReadonlyMap<string, Variant['diagnostics']> {
  return new Map(
    translations.flatMap((translation) =>
      [translation, ...translation.alternatives].map(
        ({ table, label, diagnostics }) =>
          [`${translation.target}/${table}/${label}`, diagnostics] as const,
      ),
    ),
  );
}

function filesBelow(path: string, extension: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return path.endsWith(extension) ? [path] : [];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name), extension));
}
