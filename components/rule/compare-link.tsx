import { compareHref } from '@/components/compare/compare-href';
import { plainLine } from '@/lib/text/plain-text';

/** Leads from a rule to the comparison with another one. */
export function CompareLink({
  ruleId,
  other: { id, title },
}: {
  ruleId: string;
  other: { readonly id: string; readonly title: string };
}) {
  return (
    <a
      href={compareHref(ruleId, id)}
      className="whitespace-nowrap"
      aria-label={`Compare with ${plainLine(title, 'title')}`}
    >
      Compare
    </a>
  );
}
