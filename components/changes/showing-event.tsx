import { StrangerText } from '@/components/ui/stranger-text';
import type { JudgedChange } from '@/lib/catalog/changes/read-change';

const MAX_FIELDS = 12;

/** The made events that show what a change means, by the values that they were made from. */
export function ShowingEvents({ change }: { change: JudgedChange }) {
  const { onlyBefore, onlyAfter, reason } = change;
  return (
    <>
      {reason ? <p className="text-muted text-sm">{reason}</p> : null}
      {onlyAfter ? <Event title="Matches now, and did not before" values={onlyAfter} /> : null}
      {onlyBefore ? <Event title="Matched before, and does not now" values={onlyBefore} /> : null}
    </>
  );
}

function Event({ title, values }: { title: string; values: Readonly<Record<string, unknown>> }) {
  const fields = Object.entries(values);
  return (
    <div className="mt-2">
      <p className="eyebrow">{title}: a made event</p>
      <dl className="showing">
        {fields.slice(0, MAX_FIELDS).map(([field, value]) => (
          <div key={field} className="contents">
            <dt>
              <StrangerText text={field} kind="word" />
            </dt>
            <dd>
              <code className="whitespace-pre-wrap text-xs">
                <StrangerText text={textOf(value)} kind="value" />
              </code>
            </dd>
          </div>
        ))}
      </dl>
      {fields.length > MAX_FIELDS ? (
        <p className="text-faint text-xs">and {fields.length - MAX_FIELDS} more fields</p>
      ) : null}
    </div>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
