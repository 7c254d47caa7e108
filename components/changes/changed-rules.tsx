import { Level } from '@/components/ui/level';
import { StrangerText } from '@/components/ui/stranger-text';
import { changeHref } from '@/lib/catalog/changes/kinds';
import type { ChangedRule } from '@/lib/catalog/changes/list-changes';
import { plainLine } from '@/lib/text/plain-text';
import { KindName } from './meaning';
import { ShowingEvents } from './showing-event';
import { WordsDiff } from './words-diff';

/** The most lines of the rule in words that a list shows of one change. */
const LINES = 24;

/** A sync's changes of rules, each with what it means and the words that differ. */
export function ChangedRules({ syncId, rules }: { syncId: number; rules: readonly ChangedRule[] }) {
  const isShort = rules.every((rule) => changeOfLogic(rule) === null);
  return (
    <ol className="changed-rules" data-short={isShort ? '' : undefined}>
      {rules.map((rule) => {
        const change = changeOfLogic(rule);
        return change ? (
          <li key={rule.id} className="changed-rule">
            <div className="min-w-0">
              <Name syncId={syncId} rule={rule} />
              <p className="dots text-sm">
                <span>
                  <KindName kind={change.meaning} />
                </span>
                <span>
                  <Level level={rule.level} />
                </span>
              </p>
            </div>
            <div className="min-w-0">
              {change.words ? <WordsDiff lines={change.words} limit={LINES} /> : null}
              <ShowingEvents change={change} />
              {rule.formerPath ? <Places rule={rule} /> : null}
            </div>
          </li>
        ) : (
          <li key={rule.id} className="changed-rule" data-short="">
            <Level level={rule.level} />
            <Name syncId={syncId} rule={rule} />
            <ShortChange rule={rule} />
          </li>
        );
      })}
    </ol>
  );
}

/** A rule's change, if it is one of what the rule matches. */
function changeOfLogic({ change }: ChangedRule) {
  return change === null || change.meaning === 'text-only' ? null : change;
}

function Name({ syncId, rule: { id, title, change } }: { syncId: number; rule: ChangedRule }) {
  return (
    <h3 className="changed-title" title={plainLine(title, 'title')}>
      <a href={change ? changeHref(syncId, id) : `/rules/${encodeURIComponent(id)}`}>
        <StrangerText text={title || 'Untitled rule'} kind="title" />
      </a>
    </h3>
  );
}

/** What a change is that needs no more than a line. */
function ShortChange({ rule }: { rule: ChangedRule }) {
  const { change, formerPath } = rule;
  return (
    <div className="min-w-0">
      {change ? (
        <p className="text-muted text-sm">
          {change.parts.length > 0 ? change.parts.join(', ') : 'comments or notation'}
        </p>
      ) : null}
      {formerPath || !change ? <Places rule={rule} /> : null}
    </div>
  );
}

/** Where a rule is, and where it was. */
function Places({ rule: { path, formerPath } }: { rule: ChangedRule }) {
  if (formerPath) {
    return (
      <p className="text-muted text-sm">
        <StrangerText text={formerPath} kind="path" breaks /> →{' '}
        <StrangerText text={path} kind="path" breaks />
      </p>
    );
  }
  return (
    <p className="changed-path" title={plainLine(path, 'path')}>
      <StrangerText text={path} kind="path" breaks />
    </p>
  );
}
