import { Fragment } from 'react';
import { countOf } from '@/components/ui/count';
import type { Counts, CoverageCell, CoverageEntry } from '@/lib/attack';
import { shadeOf } from '@/lib/attack/shades';
import { LevelBar } from './level-bar';
import { type Show, shownCount } from './show';

/** A technique in its tactic's column, with its sub-techniques folded below it. */
export function Cell({
  cell,
  show,
  marked,
  id,
}: {
  cell: CoverageCell;
  show: Show;
  marked: ReadonlySet<string>;
  id?: string;
}) {
  const covered = cell.subs.filter(({ counts }) => shownCount(counts, show) > 0).length;
  return (
    <li id={id} className={`cell ${shadeClass(cell.counts, show)}`}>
      <CellLink entry={cell} show={show} marked={marked} />
      {cell.subs.length > 0 ? (
        <details
          className="cell-subs"
          open={cell.subs.some(({ technique }) => marked.has(technique.id))}
        >
          <summary
            aria-label={`Sub-techniques of ${cell.technique.name}: ${covered} of ${cell.subs.length} covered`}
          >
            {covered}/{cell.subs.length}
          </summary>
          <ul>
            {cell.subs.map((sub) => (
              <li key={sub.technique.id} className={shadeClass(sub.counts, show)}>
                <CellLink entry={sub} show={show} marked={marked} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  );
}

// Plain anchors: a thousand client components would make the page slow for everyone.
function CellLink({
  entry,
  show,
  marked,
}: {
  entry: CoverageEntry;
  show: Show;
  marked: ReadonlySet<string>;
}) {
  const { technique, counts } = entry;
  const count = shownCount(counts, show);
  return (
    <a
      href={`/techniques/${technique.id}`}
      className="cell-link"
      data-mark={marked.has(technique.id) ? '' : undefined}
      data-tip={`${technique.id} · ${countsInWords(counts)}`}
    >
      {breakable(technique.name)}
      {marked.has(technique.id) ? <span className="sr-only"> (marked)</span> : null}
      <span className="cell-count">{count}</span>
      {show === 'level' && count > 0 ? <LevelBar counts={counts} /> : null}
    </a>
  );
}

function shadeClass(counts: Counts, show: Show): string {
  const count = shownCount(counts, show);
  return `shade-${show === 'level' ? Math.min(1, count) : shadeOf(count)}`;
}

// Lets a narrow column break a name after a slash, but never inside a word.
function breakable(name: string) {
  const [first, ...rest] = name.split('/');
  return rest.length === 0 ? (
    name
  ) : (
    <>
      {first}
      {rest.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part can occur twice, as in /etc/passwd and /etc/shadow
        <Fragment key={at}>
          /<wbr />
          {part}
        </Fragment>
      ))}
    </>
  );
}

/** `812 rules, 790 translated, 12 proven; 20 critical, 300 high`. */
function countsInWords({ rules, translated, proven, levels }: Counts): string {
  if (rules === 0) return 'no rules';
  const known = ['critical', 'high', 'medium', 'low', 'informational'];
  const byLevel = known.flatMap((level) => (levels[level] ? [`${levels[level]} ${level}`] : []));
  return `${countOf(rules, 'rule')}, ${translated} translated, ${proven} proven; ${byLevel.join(', ')}`;
}
