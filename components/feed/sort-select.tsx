import type { Sort } from '@/lib/catalog/feed-filter';

const NAMES: readonly (readonly [Sort, string])[] = [
  ['relevance', 'Best match'],
  ['changed', 'Newest change'],
  ['created', 'Newest rule'],
  ['level', 'Level'],
  ['title', 'Title'],
  ['cost', 'Cheapest query'],
];

/** Chooses the order. The default order has an empty value, which keeps it out of the address. */
export function SortSelect({ sort, withText }: { sort: Sort; withText: boolean }) {
  const natural: Sort = withText ? 'relevance' : 'changed';
  const value = (name: Sort) => (name === natural ? '' : name);
  return (
    <label className="flex items-center gap-1.5 text-muted text-sm">
      <span className="feed-wide">Sort</span>
      <select
        key={`${natural} ${sort}`}
        name="sort"
        aria-label="Sort"
        form="feed"
        defaultValue={value(sort)}
        className="field h-7 px-1 text-sm"
      >
        {NAMES.filter(([name]) => name !== 'relevance' || withText).map(([name, label]) => (
          <option key={name} value={value(name)}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
