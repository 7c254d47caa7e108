import { countOf, formatCount } from '@/components/ui/count';
import { DiagnosticCode } from '@/components/ui/diagnostic-code';
import { sentences } from '@/components/ui/sentences';
import { StrangerText } from '@/components/ui/stranger-text';
import { WithCode } from '@/components/ui/with-code';
import type { CatalogStatus, StatusIssue } from '@/lib/catalog/status';
import { type Group, groupBy } from '@/lib/group-by';
import { SEVERITIES, SEVERITY_NAME, type Severity } from '@/lib/severity';

const COLOUR = {
  error: 'text-bad',
  warning: 'text-warn',
  info: 'text-muted',
} as const satisfies Record<Severity, string>;

/** The problems that the last sync found, grouped by code. A group opens to path, line and reason. */
export function Issues({
  issues,
  counts,
  code,
}: {
  issues: readonly StatusIssue[];
  counts: CatalogStatus['issueCounts'];
  code: string | null;
}) {
  const total = counts.reduce((sum, each) => sum + each.count, 0);
  if (total === 0) return <p className="text-muted">The last sync found no issues.</p>;
  const selected = code === null ? total : (counts.find((each) => each.code === code)?.count ?? 0);
  const groups = [...groupBy(issues, ({ code }) => code).values()];
  return (
    <>
      <CodeFilter counts={counts} total={total} code={code} />
      {groups.map((group) => (
        <CodeGroup
          key={group[0].code}
          issues={group}
          count={counts.find((each) => each.code === group[0].code)?.count ?? group.length}
          open={groups.length === 1}
        />
      ))}
      {selected > issues.length ? (
        <p className="pt-2 text-faint text-xs">
          Showing the first {formatCount(issues.length)} of {countOf(selected, 'issue')}. Select a
          code to see more of them.
        </p>
      ) : null}
    </>
  );
}

/** The issues of one code, folded. */
function CodeGroup({
  issues,
  count,
  open,
}: {
  issues: Group<StatusIssue>;
  count: number;
  open: boolean;
}) {
  const [{ code }] = issues;
  const severity = SEVERITIES.find((each) => each === issues[0].severity) ?? 'info';
  const inFeed = issues.some((issue) => issue.inFeed);
  const alike = groupBy(issues, ({ severity, message, hint }) =>
    JSON.stringify([severity, message, hint]),
  );
  return (
    <details className="issues" open={open}>
      <summary className="link">
        <code className="text-sm">{code}</code>{' '}
        <span className={inFeed ? COLOUR[severity] : COLOUR.info}>{SEVERITY_NAME[severity]}</span>{' '}
        <span className="num">{formatCount(count)}</span>
        {inFeed ? null : (
          <span className="text-muted text-sm"> · only in rules that the feed leaves out</span>
        )}
      </summary>
      <p className="text-xs">
        <DiagnosticCode code={code}>What this code means</DiagnosticCode>
      </p>
      <table className="table issues-table">
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {[...alike.values()].map((group) => (
            <IssueRow key={group[0].id} alike={group} />
          ))}
        </tbody>
      </table>
      {count > issues.length ? (
        <p className="text-faint text-xs">
          Showing {formatCount(issues.length)} of {formatCount(count)}.{' '}
          <a href={`/status?code=${encodeURIComponent(code)}#issues`}>Show more</a>
        </p>
      ) : null}
    </details>
  );
}

function CodeFilter({
  counts,
  total,
  code,
}: {
  counts: CatalogStatus['issueCounts'];
  total: number;
  code: string | null;
}) {
  return (
    <nav aria-label="Issues by code" className="mb-2 flex flex-wrap gap-1.5">
      <a
        className="chip aria-[current]:border-accent aria-[current]:text-text"
        href="/status#issues"
        aria-current={code === null ? 'true' : undefined}
      >
        All <span className="num">{formatCount(total)}</span>
      </a>
      {counts.map((each) => (
        <a
          key={each.code}
          className="chip aria-[current]:border-accent aria-[current]:text-text"
          href={`/status?code=${encodeURIComponent(each.code)}#issues`}
          aria-current={code === each.code ? 'true' : undefined}
        >
          <code className="text-2xs">{each.code}</code>{' '}
          <span className="num">{formatCount(each.count)}</span>
        </a>
      ))}
    </nav>
  );
}

/** An issue with its first place; the other files that have it are folded. */
function IssueRow({ alike: [issue, ...others] }: { alike: Group<StatusIssue> }) {
  return (
    <tr>
      <td className="font-mono text-xs">
        <Place issue={issue} />
        {others.length > 0 ? (
          <details>
            <summary className="link font-sans text-sm">
              {countOf(others.length, 'more file')} with this issue
            </summary>
            <ul>
              {others.map((other) => (
                <li key={other.id}>
                  <Place issue={other} />
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </td>
      <td>
        <WithCode text={sentences(issue.message, issue.hint)} />
      </td>
    </tr>
  );
}

function Place({ issue: { path, line, column, ruleId } }: { issue: StatusIssue }) {
  const place = path
    ? [path, line, column].filter((part) => part !== null).join(':')
    : (ruleId ?? '');
  const text = <StrangerText text={place} kind="path" breaks />;
  if (ruleId === null) return text;
  return <a href={`/rules/${encodeURIComponent(ruleId)}`}>{text}</a>;
}
