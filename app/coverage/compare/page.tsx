import { firstOf, searchParamsOf } from '@/app/search-params';
import { CompareForm } from '@/components/coverage/compare/compare-form';
import { CoverageComparison } from '@/components/coverage/compare/coverage-comparison';
import '@/components/coverage/coverage.css';
import '@/components/coverage/compare/compare.css';
import { EmptyCatalog } from '@/components/feed/empty-catalog';
import { compareCoverage } from '@/lib/catalog/compare-coverage';
import { type FoundRules, findRules } from '@/lib/catalog/feed';
import { type FeedFilter, parseFeedFilter } from '@/lib/catalog/feed-filter';
import { getLastSync } from '@/lib/catalog/last-sync';

export const metadata = {
  title: 'Compare coverage',
  description: 'The ATT&CK techniques that the rules of two filters cover, side by side.',
};

/** `?a=…&b=…`: each a search, or what follows `?` in the address of a feed or a matrix. Empty: all rules. */
export default async function CompareCoveragePage({
  searchParams,
}: PageProps<'/coverage/compare'>) {
  const params = await searchParams;
  const texts = { a: textOf(params.a), b: textOf(params.b) };
  const [a, b, sync] = await Promise.all([found(texts.a), found(texts.b), getLastSync()]);
  if (!sync) return <EmptyCatalog />;
  return (
    <div className="page space-y-4 pt-4 pb-8">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h1 className="font-semibold text-xl">Compare coverage</h1>
        <a href="/coverage" className="text-sm">
          The matrix
        </a>
      </div>
      <CompareForm
        a={{ text: texts.a, mistakes: a.mistakes }}
        b={{ text: texts.b, mistakes: b.mistakes }}
      />
      <CoverageComparison
        compared={compareCoverage(a, b)}
        a={{ text: texts.a, filter: a.filter, rules: a.rules.length }}
        b={{ text: texts.b, filter: b.filter, rules: b.rules.length }}
      />
    </div>
  );
}

const LONGEST = 2000;

const textOf = (value: Parameters<typeof firstOf>[0]) => firstOf(value).slice(0, LONGEST).trim();

const found = (text: string): Promise<FoundRules> => findRules(filterOf(text));

function filterOf(text: string): FeedFilter {
  return text.startsWith('?')
    ? parseFeedFilter(searchParamsOf(new URLSearchParams(text)))
    : parseFeedFilter({ q: text });
}
