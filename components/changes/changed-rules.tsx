import { Level } from '@/components/ui/level';
import { StrangerText } from '@/components/ui/stranger-text';
import { changeHref } from '@/lib/catalog/changes/kinds';
import type { ChangedRule } from '@/lib/catalog/changes/list-changes';
import { KindName } from './meaning';
import { ShowingEvents } from './showing-event';
import { WordsDiff } from './words-diff';

/** The most lines of the rule in words that a list shows of one change. */
const LINES = 24;

/** A sync's changes of rules, each with what it means and the words that differ. */
export function ChangedRules({ syncId, rules }: { syncId: number; rules: readonly ChangedRule[] }) {
  return (
    <ol>
      {rules.map((rule) => (
        <li
          key={rule.id}
          className="changed-rule"
          data-short={rule.change === null || rule.change.meaning === 'text-only' ? '' : undefined}
        >
          <Name syncId={syncId} rule={rule} />
          <What rule={rule} />
        </li>
      ))}
    </ol>
  );
}

function Name({
  syncId,
  rule: { id, title, level, change },
}: {
  syncId: number;
  rule: ChangedRule;
}) {
  return (
    <div className="min-w-0">
      <h3 className="font-semibold">
        <a href={change ? changeHref(syncId, id) : `/rules/${encodeURIComponent(id)}`}>
          <StrangerText text={title || 'Untitled rule'} kind="title" />
        </a>
      </h3>
      <p className="dots text-sm">
        {change && change.meaning !== 'text-only' ? (
          <span>
            <KindName kind={change.meaning} />
          </span>
        ) : null}
        <span>
          <Level level={level} />
        </span>
      </p>
    </div>
  );
}

function What({ rule: { path, formerPath, change } }: { rule: ChangedRule }) {
  const isLogic = change !== null && change.meaning !== 'text-only';
  return (
    <div className="min-w-0">
      {isLogic && change.words ? <WordsDiff lines={change.words} limit={LINES} /> : null}
      {isLogic ? <ShowingEvents change={change} /> : null}
      {change && !isLogic ? (
        <p className="text-muted text-sm">
          {change.parts.length > 0 ? change.parts.join(', ') : 'comments or notation'}
        </p>
      ) : null}
      {formerPath || !change ? (
        <p className="text-muted text-sm">
          {formerPath ? (
            <>
              <StrangerText text={formerPath} kind="path" breaks /> →{' '}
            </>
          ) : null}
          <StrangerText text={path} kind="path" breaks />
        </p>
      ) : null}
    </div>
  );
}
