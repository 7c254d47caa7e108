import { countOf } from '@/components/ui/count';
import { Icon } from '@/components/ui/icon';
import { type FeedFilter, feedHref } from '@/lib/catalog/feed-filter';

const FILES = [
  ['rules.kql', 'KQL', 'one query for each rule, with attribution'],
  ['rules.csv', 'CSV', 'one row for each rule, for a spreadsheet'],
  ['rules.ndjson', 'JSON lines', 'one rule on each line, with its query for each target'],
] as const;

/** Exports the filtered list as a file, and links its Atom feed. */
export function ExportMenu({ filter, total }: { filter: FeedFilter; total: number }) {
  return (
    <>
      {total > 0 ? (
        <details name="feed-menu" className="menu">
          <summary className="button" data-kind="quiet">
            Export ▾
          </summary>
          <div className="menu-panel">
            <p className="text-faint text-xs">
              {countOf(total, 'rule')}, each with its author, licence and source
            </p>
            <ul>
              {FILES.map(([file, name, what]) => (
                <li key={file}>
                  <a href={feedHref(filter, {}, `/export/${file}`)} download rel="nofollow">
                    {name}
                  </a>{' '}
                  <span className="text-muted text-xs">{what}</span>
                </li>
              ))}
            </ul>
          </div>
        </details>
      ) : null}
      <a
        className="button"
        data-kind="quiet"
        type="application/atom+xml"
        href={feedHref(filter, { sort: null }, '/feed.xml')}
        title="Follow this list: an Atom feed of its newest changes"
      >
        <Icon name="feed" /> Atom feed
      </a>
    </>
  );
}
