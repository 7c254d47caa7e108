import { countOf } from '@/components/ui/count';
import { type FeedFilter, feedHref } from '@/lib/catalog/feed-filter';

const FILES = [
  ['rules.kql', 'KQL', 'one query for each rule, with attribution'],
  ['rules.csv', 'CSV', 'one row for each rule, for a spreadsheet'],
  ['rules.ndjson', 'JSON lines', 'one rule on each line, with its query for each target'],
] as const;

/** Exports the filtered list as a file, and links its Atom feed. An empty list can only be followed. */
export function ExportMenu({ filter, total }: { filter: FeedFilter; total: number }) {
  return (
    <details name="menu" className="menu">
      <summary className="button" data-kind="quiet">
        {total > 0 ? 'Export' : 'Follow'} ▾
      </summary>
      <div className="menu-panel">
        {total > 0 ? (
          <p className="text-faint text-xs">
            {countOf(total, 'rule')}, each with its author, licence and source
          </p>
        ) : null}
        <ul>
          {(total > 0 ? FILES : []).map(([file, name, what]) => (
            <li key={file}>
              <a href={feedHref(filter, {}, `/export/${file}`)} download rel="nofollow">
                {name}
              </a>{' '}
              <span className="text-muted text-xs">{what}</span>
            </li>
          ))}
          <li>
            <a type="application/atom+xml" href={feedHref(filter, { sort: null }, '/feed.xml')}>
              Atom feed
            </a>
            {', '}
            <a type="application/feed+json" href={feedHref(filter, { sort: null }, '/feed.json')}>
              JSON Feed
            </a>{' '}
            <span className="text-muted text-xs">the newest changes of this list, to follow</span>
          </li>
        </ul>
      </div>
    </details>
  );
}
