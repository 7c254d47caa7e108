import type { FacetValue } from './facet-values';
import { FilterOption } from './filter-option';

/** The tables of your workspace. Once saved, they filter the feed and the coverage. */
export function MyTables({
  values,
  selected,
  remembered,
}: {
  values: readonly FacetValue[];
  selected: number;
  remembered: boolean;
}) {
  return (
    <fieldset className="min-w-0">
      <legend className="eyebrow mb-1">My tables</legend>
      {values.length === 0 ? (
        <p className="text-muted text-sm">None of these rules has a query.</p>
      ) : selected === 0 ? (
        <p className="mb-1 text-faint text-xs">
          Select the tables in your workspace to see only queries that you can run.
        </p>
      ) : null}
      <div className="max-h-64 overflow-y-auto border-y py-1 empty:hidden">
        {values.map(({ value, count, checked }) => (
          <FilterOption key={value} facet="table" value={value} count={count} checked={checked}>
            <span className="font-mono text-xs">{value}</span>
          </FilterOption>
        ))}
      </div>
      {remembered ? <input type="hidden" name="table" value="all" form="feed" /> : null}
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        {selected > 0 ? (
          <button
            type="submit"
            form="feed"
            formAction="/api/my-tables"
            formMethod="post"
            className="button h-6 text-xs"
          >
            Save my tables
          </button>
        ) : null}
        {remembered ? (
          <button
            type="submit"
            form="feed"
            formAction="/api/my-tables?forget"
            formMethod="post"
            className="button h-6 text-xs"
          >
            Clear saved tables
          </button>
        ) : null}
      </div>
    </fieldset>
  );
}
