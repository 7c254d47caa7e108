import { Fragment } from 'react';
import { shadeOf } from '@/lib/attack/shades';
import { LevelBar } from './level-bar';
import type { CellData, Entry } from './matrix-data';
import type { Show } from './show';
import { hasStep } from './steps';

/** What the matrix shows of all cells. */
interface CellContext {
  readonly show: Show;
  readonly only: readonly string[];
  readonly marked: readonly string[];
}

/** A technique in its tactic's column, with its sub-techniques folded below it. */
export function Cell({
  cell,
  isFirstMarked,
  context,
}: {
  cell: CellData;
  isFirstMarked: boolean;
  context: CellContext;
}) {
  const [technique, ...subs] = cell;
  const covered = subs.filter(([, , count]) => count > 0).length;
  return (
    <li
      id={isFirstMarked ? 'marked' : undefined}
      className={`cell ${shadeClass(technique, context)}`}
    >
      <CellLink entry={technique} context={context} />
      {subs.length > 0 ? (
        <details
          className="cell-subs"
          open={context.only.length > 0 || subs.some(([id]) => context.marked.includes(id))}
        >
          <summary
            aria-label={`Sub-techniques of ${technique[1]}: ${covered} of ${subs.length} covered`}
          >
            {covered}/{subs.length}
          </summary>
          <ul>
            {subs.map((sub) => (
              <li key={sub[0]} className={shadeClass(sub, context)}>
                <CellLink entry={sub} context={context} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  );
}

/** A link to the technique's page that opens its rules in place instead, where scripts run. */
function CellLink({
  entry: [id, name, count, shares],
  context: { show, marked },
}: {
  entry: Entry;
  context: CellContext;
}) {
  const isMarked = marked.includes(id);
  return (
    <a href={`/techniques/${id}`} className="cell-link" data-mark={isMarked ? '' : undefined}>
      {breakable(name)}
      {isMarked ? <span className="sr-only"> (marked)</span> : null}
      <b>{count}</b>
      {show === 'level' && shares ? <LevelBar shares={shares} /> : null}
    </a>
  );
}

function shadeClass(entry: Entry, { show, only }: CellContext): string {
  const [, , count] = entry;
  if (!hasStep(entry, only, show)) return 'shade-0 cell-out';
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
