import { StrangerText } from '@/components/ui/stranger-text';
import type { FeedFilter } from '@/lib/catalog/feed-filter';
import type { Mistake } from '@/lib/catalog/mistake';
import { SearchInput } from './search-input';

/** The search box, and below it what it did not understand, with links to what was probably meant. */
export function SearchBox({
  q,
  mistakes,
  hrefOf,
}: {
  q: string;
  mistakes: readonly Mistake[];
  /** The address of the page with a filter changed. */
  hrefOf: (change: Partial<FeedFilter>) => string;
}) {
  return (
    <>
      <div className="flex gap-2">
        <SearchInput q={q} />
        <button type="submit" className="button without-script h-8">
          Apply
        </button>
      </div>
      {mistakes.length > 0 ? (
        <div id="search-mistakes" className="note note-warning mt-2 text-sm" role="status">
          {mistakes.map(({ text, meant }) => (
            <p key={text}>
              <StrangerText text={text} kind="sentence" />
              {meant ? (
                <>
                  {' '}
                  Did you mean{' '}
                  <a href={hrefOf(meant.change)}>
                    <StrangerText text={`“${meant.text}”`} kind="value" />
                  </a>
                  ?
                </>
              ) : null}
            </p>
          ))}
        </div>
      ) : null}
    </>
  );
}
