import { countOf } from '@/components/ui/count';
import { Icon } from '@/components/ui/icon';
import { type FeedFilter, feedHref } from '@/lib/catalog/feed-filter';

const FILES = [
  ['rules.kql', 'KQL', 'the queries shown, each under its attribution'],
  ['rules.csv', 'CSV', 'a row a rule, for a spreadsheet'],
  ['rules.ndjson', 'JSON lines', 'a rule a line, with its query on each target'],
] as const;

/** Takes the filtered list away as a file, or follows it. */
export function ExportMenu({ filter, total }: { filter: FeedFilter; total: number }) {
  return (
    <>
      {total > 0 ? (
        <details className="menu">
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
        title="An Atom feed of this list, the newest changes first"
      >
        <Icon name="feed" /> Atom feed
      </a>
    </>
  );
}
