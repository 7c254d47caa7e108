import { expect, it } from 'vitest';
import { noteOn } from '@/lib/enrich/knowledge/rule-notes';
import { readKnowledge } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import type { LookUp } from '@/lib/look-up';
import { currentPivots, hostOf, timeOf } from '@/lib/pivots';
import { type DetectionRule, type Rule, relatedRules } from '@/lib/sigma';
import { detectionOf } from '@/lib/sigma/detection-of';
import { TARGETS } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { CORPUS_NOTE, CORPUS_PRESENT, readCorpus } from '@/lib/translate/corpus-fixture';
import { type LookUpTools, lookUpQuery } from './look-up-query';
import { lookUpRule } from './look-up-rule';

const knowledge = readKnowledge();
const { check } = createChecker(knowledge.schemas);
const pivots = currentPivots();
const tools: LookUpTools = {
  translator: createTranslator(knowledge),
  hostOf: (table, product) => hostOf(pivots.get(table), product),
  timeColumn: (table, target) => timeOf(pivots.get(table), target),
  shownOf: (table) => pivots.get(table)?.shown ?? [],
};

/** Of all queries of look-ups, the binder reads one in so many; a whole run takes some minutes. */
const EVERY = Number(process.env.LOOK_EVERY ?? 20);

/** Of each of a rule's queries, by target and table. */
function queriesOf(rule: Rule, { logsource }: DetectionRule, look: LookUp) {
  return TARGETS.flatMap((target) => {
    const related = relatedRules([rule])(rule);
    const { table, kql, alternatives } = tools.translator.translate(rule, target, related);
    return [{ table, kql }, ...alternatives].flatMap((one) => {
      if (one.table === null || one.kql === null) return [];
      const followed = { target, table: one.table, logsource };
      const query = lookUpQuery(look, followed, tools);
      return query ? { target, kql: query.kql } : [];
    });
  });
}

it.skipIf(!CORPUS_PRESENT)(
  `the look-ups of notes can be read, have a query on at least one table of their rule, and none at which the binder finds fault${CORPUS_NOTE}`,
  async () => {
    const faults: string[] = [];
    let queries = 0;
    for (const rule of await readCorpus({ retired: true })) {
      const detection = detectionOf(rule);
      if (!detection) continue;
      for (const { look } of noteOn(rule)?.questions ?? []) {
        if (!look) continue;
        const name = `${rule.title}, “${look.title}”`;
        const read = lookUpRule(look, detection.logsource);
        if ('problem' in read) {
          faults.push(`${name}: ${read.problem}`);
          continue;
        }
        const found = queriesOf(rule, detection, look);
        if (found.length === 0) faults.push(`${name}: no query`);
        for (const { target, kql } of found) {
          if (queries++ % EVERY > 0) continue;
          for (const { message } of check(kql, target)) faults.push(`${name}: ${message}\n${kql}`);
        }
      }
    }
    expect(faults).toEqual([]);
  },
);
