import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import { type DetectionRule, parseRules } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { declaredDifference } from '../declared-difference';
import { matchesRaw } from '../match-raw-event';
import { createContext } from '../proof-context';
import { agrees } from '../proof-of';
import { prove } from '../prove';

/*
 * An event of a log source, in the form in which it is published, and a rule on its fields: the matcher,
 * the binder and the interpreter have to agree on every table that holds the event. Events are written
 * after their publishers' descriptions; none is a recording.
 */

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });
const context = createContext(schemas, translator.version);
const checker = createChecker(schemas);

export type Data = Readonly<Record<string, unknown>>;

export interface LogSourceCase {
  readonly name: string;
  readonly logsource: string;
  readonly detection: string;
  readonly event: unknown;
  /** Tables in which the event has to be found. */
  readonly tables: readonly string[];
}

/** An event of a log that is not Windows', in the envelope that names its source. */
export function otherCase(
  name: string,
  source: Data,
  detection: string,
  event: Data,
  tables: readonly string[],
): LogSourceCase {
  return {
    name,
    logsource: JSON.stringify(source),
    detection,
    event: { logsource: source, event: { time: '2026-02-03T04:05:06Z', ...event } },
    tables,
  };
}

/** One test per case: rule and queries agree on the event in every table that holds it. */
export function describeEvents(family: string, cases: readonly LogSourceCase[]): void {
  describe(`an event of each log source: ${family}`, () => {
    it.each(cases)('$name', expectAgreement);
  });
}

function expectAgreement(one: LogSourceCase): void {
  const rule = ruleOf(one);
  expect(matchesRaw(rule, one.event)).toBe(true);
  const translations = TARGETS.map((target) => translator.translate(rule, target));
  const variants = translations.flatMap((translation) =>
    [translation, ...translation.alternatives].map((variant) => ({
      target: translation.target,
      variant,
    })),
  );
  for (const { target, variant } of variants) {
    if (variant.kql !== null) expect(checker.check(variant.kql, target)).toEqual([]);
  }
  const samples = [{ name: 'event', event: one.event }];
  const evidence = prove({ rule, translations, samples }, context).filter(
    ({ kind, skipped }) => kind === 'sample' && skipped === null,
  );
  for (const piece of evidence) {
    const where = `${piece.target}/${piece.table}/${piece.label}`;
    const variant = variants.find(
      ({ target, variant: { table, label } }) =>
        target === piece.target && table === piece.table && label === piece.label,
    )?.variant;
    if (piece.outcome === 'exact') {
      expect(piece.kql, where).toBe(true);
      expect(agrees(piece), `${where} ${JSON.stringify(piece.nearMisses)}`).toBe(true);
    } else if (!declaredDifference(variant?.diagnostics ?? []).narrower) {
      expect(piece.kql, where).toBe(true);
    }
  }
  const fired = new Set(evidence.filter(({ kql }) => kql).map(({ table }) => table));
  expect([...fired]).toEqual(expect.arrayContaining([...one.tables]));
}

function ruleOf({ name, logsource, detection }: LogSourceCase): DetectionRule {
  const condition = detection.includes('filter:')
    ? 'selection and not filter'
    : detection.startsWith('keywords')
      ? 'keywords'
      : 'selection';
  const [first = ''] = detection.split(':');
  expect(['selection', 'keywords']).toContain(first);
  const text = `title: ${name}
id: 33333333-3333-4333-8333-333333333333
logsource: ${logsource}
detection:
  ${detection}
  condition: ${condition}
`;
  const parsed = parseRules(text)[0];
  if (parsed?.rule?.kind !== 'detection') {
    throw new Error(`${name}: ${JSON.stringify(parsed?.diagnostics)}`);
  }
  return parsed.rule;
}
