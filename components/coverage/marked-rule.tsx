import Link from 'next/link';
import { countOf } from '@/components/ui/count';
import { StrangerText } from '@/components/ui/stranger-text';
import type { IndexedRule } from '@/lib/catalog/rule-index';

/** Says of which rule the matrix marks the techniques. */
export function MarkedRule({
  rule: { id, title, techniques },
  href,
}: {
  rule: IndexedRule;
  /** The address of the matrix without the marks. */
  href: string;
}) {
  return (
    <p className="note note-info text-sm">
      The matrix marks {countOf(techniques.length, 'technique')} of{' '}
      <Link href={`/rules/${encodeURIComponent(id)}`} prefetch={false}>
        <StrangerText text={title} kind="title" />
      </Link>
      .{' '}
      <Link href={href} prefetch={false} scroll={false}>
        Remove the marks
      </Link>
    </p>
  );
}
