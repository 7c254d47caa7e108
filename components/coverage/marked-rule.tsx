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
      <a href={`/rules/${encodeURIComponent(id)}`}>
        <StrangerText text={title} kind="title" />
      </a>
      .{' '}
      <a href={href} data-stay="">
        Remove the marks
      </a>
    </p>
  );
}
