import { Pagination } from '@/components/feed/pagination';
import { countOf, formatCount } from '@/components/ui/count';
import { ExternalLink } from '@/components/ui/external-link';
import { ScrollBox } from '@/components/ui/scroll-box';
import { Section } from '@/components/ui/section';
import { StrangerText } from '@/components/ui/stranger-text';
import { Time } from '@/components/ui/time';
import {
  CHANGE_KINDS,
  type ChangeKind,
  changesHref,
  LOGIC_MEANINGS,
  type Shown,
} from '@/lib/catalog/changes/kinds';
import type { ChangePage } from '@/lib/catalog/changes/list-changes';
import type { ChangingSync } from '@/lib/catalog/changes/syncs';
import { ChangedRules } from './changed-rules';
import { KIND_MEANING, KIND_NAME } from './meaning';

/** One sync's changes, by what they mean, and the other syncs. */
export function SyncChanges({
  sync,
  syncs,
  show,
  list,
  pageSize,
}: {
  sync: ChangingSync;
  syncs: readonly ChangingSync[];
  show: Shown;
  list: ChangePage;
  pageSize: number;
}) {
  return (
    <div className="page pt-4 pb-8">
      <h1 className="mb-1 font-semibold text-xl">What changed</h1>
      <SyncLine sync={sync} />
      <Kinds sync={sync} show={show} />
      <Section
        id="changes"
        title={show === 'logic' ? 'Changes of what rules match' : KIND_NAME[show]}
        className="mt-4"
      >
        <p className="mb-2 text-muted text-sm">
          {show === 'logic'
            ? 'Each is proven, or shown by a made event that one version alone matches.'
            : KIND_MEANING[show]}
        </p>
        {sync.unjudged > 0 ? (
          <p className="note note-info mb-2 text-sm">
            {countOf(sync.unjudged, 'change')} of this sync {sync.unjudged === 1 ? 'was' : 'were'}{' '}
            stored by an older version of Watchfloor, which did not compare them. The history of
            each rule has its difference.
          </p>
        ) : null}
        {list.rules.length > 0 ? (
          <ChangedRules syncId={sync.id} rules={list.rules} />
        ) : (
          <p className="text-muted">No rule changed in this way.</p>
        )}
        <Pagination
          page={list.page}
          pages={list.pages}
          total={list.total}
          size={pageSize}
          hrefOf={(page) => changesHref(sync.id, show, page)}
        />
      </Section>
      <Section id="syncs" title="Syncs that changed rules">
        <Syncs syncs={syncs} current={sync.id} />
      </Section>
    </div>
  );
}

function SyncLine({ sync: { finishedAt, sourceName, commit, commitUrl } }: { sync: ChangingSync }) {
  return (
    <p className="dots mb-3 text-muted text-sm">
      <span>
        Sync of <Time at={finishedAt} exact />
      </span>
      <StrangerText text={sourceName} kind="path" />
      {commit ? (
        <code className="text-xs">
          {commitUrl ? (
            <ExternalLink href={commitUrl}>{commit.slice(0, 12)}</ExternalLink>
          ) : (
            commit.slice(0, 12)
          )}
        </code>
      ) : null}
    </p>
  );
}

function Kinds({ sync, show }: { sync: ChangingSync; show: Shown }) {
  const logic = LOGIC_MEANINGS.reduce((sum, kind) => sum + (sync.counts.get(kind) ?? 0), 0);
  const kinds: readonly [Shown, string, number][] = [
    ['logic', 'What rules match', logic],
    ...CHANGE_KINDS.map((kind): [Shown, string, number] => [
      kind,
      KIND_NAME[kind],
      sync.counts.get(kind) ?? 0,
    ]),
  ];
  return (
    <nav aria-label="Kinds of changes">
      <ul className="change-kinds">
        {kinds.map(([kind, name, count]) =>
          count === 0 && kind !== show && kind !== 'logic' ? null : (
            <li key={kind}>
              <a
                className="button"
                href={changesHref(sync.id, kind)}
                aria-current={kind === show ? 'true' : undefined}
              >
                {name} <span className="num text-muted">{formatCount(count)}</span>
              </a>
            </li>
          ),
        )}
      </ul>
    </nav>
  );
}

function Syncs({ syncs, current }: { syncs: readonly ChangingSync[]; current: number }) {
  return (
    <ScrollBox label="Table of syncs that changed rules">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Sync</th>
            <th scope="col">Source</th>
            {CHANGE_KINDS.map((kind) => (
              <th key={kind} scope="col" className="num">
                {KIND_NAME[kind]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {syncs.map((sync) => (
            <tr key={sync.id}>
              <td className="whitespace-nowrap">
                <a
                  href={changesHref(sync.id)}
                  aria-current={sync.id === current ? 'page' : undefined}
                >
                  <Time at={sync.finishedAt} exact />
                </a>
              </td>
              <td>
                <StrangerText text={sync.sourceName} kind="path" />
              </td>
              {CHANGE_KINDS.map((kind) => (
                <Count key={kind} sync={sync} kind={kind} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Count({ sync, kind }: { sync: ChangingSync; kind: ChangeKind }) {
  const count = sync.counts.get(kind);
  return (
    <td className="num">
      {count === undefined ? (
        <span className="text-faint">0</span>
      ) : (
        <a href={changesHref(sync.id, kind)}>{formatCount(count)}</a>
      )}
    </td>
  );
}
