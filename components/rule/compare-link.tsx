import Link from 'next/link';
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
    <Link
      href={compareHref(ruleId, id)}
      prefetch={false}
      className="whitespace-nowrap"
      aria-label={`Compare with ${plainLine(title, 'title')}`}
    >
      Compare
    </Link>
  );
}
