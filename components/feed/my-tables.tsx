import type { FacetValue } from './facet-values';
import { FilterOption } from './filter-option';

/** The tables that rules need. The selected ones can be saved as one's own. */
export function MyTables({
  values,
  selected,
  total,
}: {
  values: readonly FacetValue[];
  selected: number;
  /** How many rules pass all filters. */
  total: number;
}) {
  if (values.length === 0 && total === 0) return null;
  return (
    <fieldset className="min-w-0">
      <legend className="eyebrow mb-1">Table</legend>
      {values.length === 0 ? (
        <p className="text-muted text-sm">None of these rules has a query.</p>
      ) : (
        <p className="mb-1 text-faint text-xs">
          A query over several tables counts once they are all selected.{' '}
          <a href="/environment">What can I run?</a>
        </p>
      )}
      <div className="table-options empty:hidden">
        {values.map(({ value, count, checked }) => (
          <FilterOption key={value} facet="table" value={value} count={count} checked={checked}>
            <span className="font-mono text-xs">{value}</span>
          </FilterOption>
        ))}
      </div>
      {selected > 0 ? (
        <button
          type="submit"
          form="feed"
          formAction="/api/my-tables"
          formMethod="post"
          className="button mt-1.5 h-6 text-xs"
        >
          Save as my tables
        </button>
      ) : null}
    </fieldset>
  );
}
