import { makeFixture, plainRule } from '@/lib/ingest/sync-fixture';
import { BrokenPromise, type FuzzKind } from '../fuzz-kind';
import { hostileText } from '../hostile-text';
import { ruleText } from '../rule-text';

const GOOD = 'aaaaaaaa-0000-4000-8000-000000000001';

/** Whole syncs of hostile files beside one good rule: the sync completes, and the good rule is there. */
export function syncsKind(): FuzzKind {
  return {
    name: 'syncs',
    make: (random) =>
      JSON.stringify(
        random.many(1, 12, () => [
          random.chance(0.9)
            ? `rules/${random.integer(1, 999)}.yml`
            : `rules/${
                hostileText(random)
                  .replaceAll(/[\0/\\]|\ud800/g, '')
                  .slice(0, 60) || 'x'
              }.yml`,
          ruleText(random),
        ]),
      ),
    async attempt(input) {
      const files = JSON.parse(input) as [string, string][];
      const fixture = makeFixture();
      try {
        for (const [path, text] of files) fixture.put(path, text);
        fixture.put('rules/good.yml', plainRule(GOOD));
        await fixture.sync();
        const good = await fixture.read((catalog) =>
          catalog.rule.findUnique({ where: { id: GOOD }, include: { enrichment: true } }),
        );
        if (!good?.enrichment) throw new BrokenPromise('the good rule is missing after the sync');
      } finally {
        fixture.remove();
      }
    },
  };
}
