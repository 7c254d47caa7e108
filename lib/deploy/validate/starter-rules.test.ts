import { describe, expect, it } from 'vitest';
import { contentTexts } from '@/lib/content';
import { readDeployKnowledge } from '@/lib/deploy-tools';
import { readKnowledge } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import { createQueryFacts } from '@/lib/kql/query-facts';
import { parseRules } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { makeDeployable } from '../deployable';
import { RULE } from '../made-deployable-fixture';
import { createRenderers, render } from '../render';
import { DEPLOY_FORMATS, type Deployable } from '../types';
import { validate, validateQueries } from '.';

const { schemas, mappings } = readKnowledge();
const knowledge = readDeployKnowledge();
const checker = createChecker(schemas);
const translator = createTranslator({ mappings, schemas });
const factsOf = createQueryFacts(schemas);
const renderers = createRenderers(knowledge);

/** The queries of the starter rules as detections, with the rules' own titles, descriptions and levels. */
function deployables(): Deployable[] {
  const rules = contentTexts('starter/rules', { recursive: true }).flatMap(({ text }) =>
    parseRules(text).flatMap(({ rule }) => rule ?? []),
  );
  return rules.flatMap((rule) =>
    TARGETS.flatMap((target) => {
      const { id, title, author, level, tags } = rule;
      const description = rule.description ?? '';
      const query = translator.translate(rule, target);
      const facts = query.kql === null ? null : factsOf(query.kql, target, query.table);
      const { deployable } = makeDeployable(
        { ...RULE, id, title, author, level, tags, description },
        { ...query, facts, isAlternative: false },
        knowledge,
      );
      return deployable ?? [];
    }),
  );
}

describe('the starter rules', () => {
  it('are valid in every format that does not refuse them, and their queries bind', () => {
    const files = new Map<string, number>();
    const findings = deployables().flatMap((deployable) =>
      DEPLOY_FORMATS.flatMap((format) => {
        const { files: written } = render(renderers, format, deployable);
        if (written.length === 0) return [];
        files.set(format, (files.get(format) ?? 0) + 1);
        const found = [
          ...validate(format, written),
          ...validateQueries(format, written, deployable.target, checker),
        ];
        return found.map((one) => ({ ...one, format, id: deployable.ruleId }));
      }),
    );
    expect(findings).toEqual([]);
    expect([...files.keys()].sort()).toEqual(DEPLOY_FORMATS.toSorted());
    for (const count of files.values()) expect(count).toBeGreaterThan(20);
  });
});
