import type { Sort } from '@/lib/catalog/feed-filter';

const NAMES: readonly (readonly [Sort, string])[] = [
  ['relevance', 'best match'],
  ['changed', 'newest change'],
  ['created', 'newest rule'],
  ['level', 'level'],
  ['title', 'title'],
];

export function SortSelect({ sort, withText }: { sort: Sort; withText: boolean }) {
  return (
    <label className="flex items-center gap-1.5 text-muted text-sm">
      Sort
      <select
        name="sort"
        form="feed"
        defaultValue={sort}
        key={sort}
        className="field h-7 px-1 text-sm"
      >
        {NAMES.filter(([value]) => value !== 'relevance' || withText).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
