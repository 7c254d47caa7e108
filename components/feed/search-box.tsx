import { StrangerText } from '@/components/ui/stranger-text';
import { SearchInput } from './search-input';

/** The search box, and below it what it did not understand. */
export function SearchBox({ q, mistakes }: { q: string; mistakes: readonly string[] }) {
  return (
    <>
      <div className="flex gap-2">
        <SearchInput q={q} describedBy={mistakes.length > 0 ? 'search-mistakes' : undefined} />
        <button type="submit" className="button without-script h-8">
          Apply
        </button>
      </div>
      {mistakes.length > 0 ? (
        <div id="search-mistakes" className="note note-warning mt-2 text-sm" role="status">
          {mistakes.map((mistake) => (
            <p key={mistake}>
              <StrangerText text={mistake} kind="sentence" />
            </p>
          ))}
        </div>
      ) : null}
    </>
  );
}
