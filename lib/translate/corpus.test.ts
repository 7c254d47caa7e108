import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CONTENT } from '@/lib/content';
import { readKnowledge, readSchemas } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import { createTranslator } from '.';
import {
  BOUNDS,
  boundOfDepth,
  type CorpusResult,
  compareGaps,
  readGaps,
  surveyCorpus,
} from './corpus';
import { CORPUS_NOTE, CORPUS_PRESENT, readCorpus } from './corpus-fixture';

describe('boundOfDepth', () => {
  const checker = createChecker(readSchemas());
  const cases = join(import.meta.dirname, 'cases');

  it('is at least the depth that the parser finds, for every recorded query', () => {
    for (const name of readdirSync(cases)) {
      const text = readFileSync(join(cases, name, 'sentinel.kql'), 'utf8');
      const kql = text.split('\n\n')[0] ?? '';
      if (!/^[^/\n]/m.test(kql)) continue;
      expect(boundOfDepth(kql), kql).toBeGreaterThanOrEqual(
        checker.describe(kql, 'sentinel').depth,
      );
    }
  });
});

if (!CORPUS_PRESENT) {
  describe('the corpus', () => {
    it.skip(`translates${CORPUS_NOTE}`, () => undefined);
  });
} else {
  describe('the corpus', () => {
    let result: CorpusResult;

    beforeAll(async () => {
      const { schemas, mappings } = readKnowledge();
      const checker = createChecker(schemas);
      result = surveyCorpus(
        await readCorpus(),
        createTranslator({ mappings, schemas }),
        (kql, target) => checker.describe(kql, target).depth,
      );
    });

    it('has a query on some target for 98 of 100 rules, on a workspace for 97, on Defender for 75', () => {
      const { rules, withQuery } = result;
      expect(rules).toBeGreaterThan(3_000);
      expect(withQuery.any / rules).toBeGreaterThanOrEqual(0.98);
      expect(withQuery.workspace / rules).toBeGreaterThanOrEqual(0.97);
      expect(withQuery.defender / rules).toBeGreaterThanOrEqual(0.75);
    });

    it('has the gaps that gaps.yml lists, and no others', () => {
      const known = readGaps(readFileSync(join(CONTENT, 'mappings', 'gaps.yml'), 'utf8'));
      expect(compareGaps(result, known)).toEqual({ unlisted: [], working: [] });
    });

    it('refuses nothing for a placeholder without values', () => {
      expect(result.gaps.filter(({ reason }) => /%[\w.-]+% has no value/.test(reason))).toEqual([]);
    });

    it('has no query longer or deeper than stated, and few that are too long for a scheduled rule', () => {
      const { longest, deepest, overLimit } = result;
      expect(longest.characters).toBeLessThanOrEqual(BOUNDS.characters);
      expect(deepest.levels).toBeLessThanOrEqual(BOUNDS.levels);
      expect(overLimit.length).toBeLessThanOrEqual(BOUNDS.overLimit);
    });

    it('gives a reason for every gap', () => {
      expect(result.gaps.filter(({ reason }) => reason === '')).toEqual([]);
      expect(result.gaps.filter(({ reason }) => reason.includes(' has no mapping for '))).toEqual(
        [],
      );
    });
  });
}
