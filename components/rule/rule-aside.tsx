import { CopyButton } from '@/components/ui/copy-button';
import { hrefOfChoice, type QueryChoice } from '@/lib/catalog/query-choice';
import { TARGET_NAME } from '@/lib/target';

/** A part of the page, by the id of its heading. */
export interface PagePart {
  readonly id: string;
  readonly title: string;
}

/** Stays in sight: the chosen query to copy, and where the parts of the page are. */
export function RuleAside({
  ruleId,
  choice,
  parts,
}: {
  ruleId: string;
  choice: QueryChoice | null;
  parts: readonly PagePart[];
}) {
  const query = choice && choice.variant.kql !== null ? choice : null;
  return (
    <aside aria-label="On this page" className="rule-aside">
      {query ? (
        <div className="rule-aside-query">
          <a href="#kql" className="rule-aside-target">
            {TARGET_NAME[query.translation.target]}
            {query.variant.table ? (
              <code className="block text-2xs">{query.variant.table}</code>
            ) : null}
          </a>
          <span className="flex gap-2">
            <CopyButton
              kind="kql"
              label="Copy query"
              href={hrefOfChoice(ruleId, query, '/query')}
            />
            <a className="button" href="#deploy">
              Deploy
            </a>
          </span>
        </div>
      ) : null}
      <nav aria-label="Parts of the page">
        <ul>
          {parts.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
    </aside>
  );
}
