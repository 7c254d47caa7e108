import { Level } from '@/components/ui/level';
import type { ProofMeanings } from '@/components/ui/proof';
import { StrangerText } from '@/components/ui/stranger-text';
import type { FoundRules } from '@/lib/catalog/feed';
import type { Facet, FeedFilter } from '@/lib/catalog/feed-filter';
import { printOwnTablesOrAll } from '@/lib/own-tables/own-tables';
import { PROOFS, type Proof } from '@/lib/proof/types';
import { TARGETS } from '@/lib/target';
import { FacetGroup } from './facet-group';
import { facetValues } from './facet-values';
import { MyTables } from './my-tables';
import { FACET_NAME, facetLabel } from './names';

const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'];
const OUTCOMES = ['exact', 'approximate', 'unsupported'];

/** The filters. Every checkbox belongs to the search form, so filtering works without JavaScript too. */
export function Facets({
  feed,
  total,
  filter,
  meanings,
}: {
  feed: Pick<FoundRules, 'index' | 'counts'>;
  /** How many rules pass all filters. */
  total: number;
  filter: FeedFilter;
  meanings: ProofMeanings;
}) {
  const group = (facet: Facet, order?: readonly string[], limit?: number) => ({
    facet,
    title: FACET_NAME[facet],
    values: facetValues(feed.counts[facet], filter[facet], { order, limit }),
    label: (value: string) => (
      <StrangerText text={facetLabel(facet, value, feed.index)} kind="word" />
    ),
  });

  return (
    <div className="space-y-5">
      {filter.env || filter.anyEnv ? (
        <input type="hidden" name="env" value={printOwnTablesOrAll(filter.env)} form="feed" />
      ) : null}
      <FacetGroup {...group('level', LEVELS)} label={(level) => <Level level={level} />} />
      <FacetGroup
        {...group(
          'tactic',
          feed.index.tactics.map(({ shortName }) => shortName),
        )}
      />
      <FacetGroup {...group('technique', [], 8)}>
        <OtherValue facet="technique" label="Technique ID or name" example="T1059 or a name" />
      </FacetGroup>
      <FacetGroup {...group('threat', [], 5)}>
        <OtherValue
          facet="threat"
          label="Name of a group, malware, tool or campaign"
          example="APT29 or QakBot"
        />
      </FacetGroup>
      <FacetGroup {...group('cve', [], 5)}>
        <OtherValue facet="cve" label="CVE" example="CVE-2024-1709" />
      </FacetGroup>
      <MyTables values={group('table').values} selected={filter.table.length} total={total} />
      <FacetGroup
        {...group('proof', TESTED)}
        label={(proof) => (
          <span title={meanings[proof as Proof]}>{facetLabel('proof', proof, feed.index)}</span>
        )}
      >
        <a href="/glossary#proof" className="mb-1 text-xs">
          What do these mean?
        </a>
      </FacetGroup>
      <FacetGroup {...group('outcome', OUTCOMES)} />
      <FacetGroup {...group('target', TARGETS)} />
      <FacetGroup {...group('product', [], 10)} />
      <FacetGroup {...group('status')} />
      <FacetGroup {...group('change', ['new', 'changed'])} />
      {feed.index.sources.size > 1 ? <FacetGroup {...group('source')} /> : null}
      <FacetGroup {...group('collection')} />
    </div>
  );
}

/** The others are shown while rules have them. */
const TESTED = PROOFS.filter((proof) => proof !== 'pending');

/** Takes a value that is not among those listed. */
function OtherValue({ facet, label, example }: { facet: Facet; label: string; example: string }) {
  return (
    <input
      type="text"
      name={facet}
      form="feed"
      aria-label={label}
      placeholder={example}
      autoComplete="off"
      className="field mb-1 h-7 w-full text-sm"
    />
  );
}
