import Link from 'next/link';
import { countOf, formatCount } from '@/components/ui/count';
import { ScrollBox } from '@/components/ui/scroll-box';
import { sentences } from '@/components/ui/sentences';
import { WithCode } from '@/components/ui/with-code';
import type { CatalogStatus, StatusIssue } from '@/lib/catalog/status';

const COLOUR: Readonly<Record<string, string>> = { error: 'text-bad', warning: 'text-warn' };

/** The problems that the last sync found: severity, path, line and reason. */
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
  return (
    <>
      <CodeFilter counts={counts} total={total} code={code} />
      <ScrollBox label="Table of issues">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Severity</th>
              <th scope="col">File</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {groupAlike(issues).map((alike) => (
              <IssueRow key={alike[0].id} alike={alike} withCode={code === null} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {selected > issues.length ? (
        <p className="pt-2 text-faint text-xs">
          Showing the first {formatCount(issues.length)} of {countOf(selected, 'issue')}.
        </p>
      ) : null}
    </>
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
      <Link
        className="chip aria-[current]:border-accent aria-[current]:text-text"
        href="/status#issues"
        prefetch={false}
        aria-current={code === null ? 'true' : undefined}
      >
        All <span className="num">{formatCount(total)}</span>
      </Link>
      {counts.map((each) => (
        <Link
          key={each.code}
          className="chip aria-[current]:border-accent aria-[current]:text-text"
          href={`/status?code=${encodeURIComponent(each.code)}#issues`}
          prefetch={false}
          aria-current={code === each.code ? 'true' : undefined}
        >
          <code className="text-2xs">{each.code}</code>{' '}
          <span className="num">{formatCount(each.count)}</span>
        </Link>
      ))}
    </nav>
  );
}

/** An issue with its first place; the other files that have it are folded. */
function IssueRow({
  alike: [issue, ...others],
  withCode,
}: {
  alike: readonly [StatusIssue, ...StatusIssue[]];
  withCode: boolean;
}) {
  return (
    <tr>
      <td className={COLOUR[issue.severity] ?? 'text-muted'}>{issue.severity}</td>
      <td className="min-w-32 break-all font-mono text-xs sm:min-w-56">
        <Place issue={issue} />
        {others.length > 0 ? (
          <details>
            <summary className="link break-normal font-sans text-sm">
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
      <td className="min-w-40 sm:min-w-64">
        <WithCode text={sentences(issue.message, issue.hint)} />
        {withCode ? <code className="text-2xs text-faint"> {issue.code}</code> : null}
      </td>
    </tr>
  );
}

/** Groups issues that differ only in their place, in order of first appearance. */
function groupAlike(issues: readonly StatusIssue[]): [StatusIssue, ...StatusIssue[]][] {
  const groups = new Map<string, [StatusIssue, ...StatusIssue[]]>();
  for (const issue of issues) {
    const key = JSON.stringify([issue.severity, issue.code, issue.message, issue.hint]);
    const group = groups.get(key);
    if (group) group.push(issue);
    else groups.set(key, [issue]);
  }
  return [...groups.values()];
}

function Place({ issue: { path, line, column, ruleId } }: { issue: StatusIssue }) {
  const place = path
    ? [path, line, column].filter((part) => part !== null).join(':')
    : (ruleId ?? '');
  if (ruleId === null) return place;
  return (
    <Link href={`/rules/${encodeURIComponent(ruleId)}`} prefetch={false}>
      {place}
    </Link>
  );
}
