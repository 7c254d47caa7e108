import type { ReactNode } from 'react';
import { formatCount } from '@/components/ui/count';

/** One value of a facet: a checkbox, its name, and the number of rules that have it. */
export function FilterOption({
  facet,
  value,
  checked,
  count,
  children,
}: {
  facet: string;
  value: string;
  checked: boolean;
  count: number;
  children: ReactNode;
}) {
  return (
    <label className="option" data-none={count === 0 && !checked ? '' : undefined}>
      <input type="checkbox" name={facet} value={value} defaultChecked={checked} form="feed" />
      <span className="option-name">{children}</span>
      <span className="num">{formatCount(count)}</span>
    </label>
  );
}
