import type { ReactNode } from 'react';
import type { Facet } from '@/lib/catalog/feed-filter';
import type { FacetValue } from './facet-values';
import { FilterOption } from './filter-option';

/** A facet: its name, optional content, and a checkbox for each value. */
export function FacetGroup({
  title,
  facet,
  values,
  label,
  children,
}: {
  title: string;
  facet: Facet;
  values: readonly FacetValue[];
  label: (value: string) => ReactNode;
  children?: ReactNode;
}) {
  if (values.length === 0 && !children) return null;
  return (
    <fieldset className="min-w-0">
      <legend className="eyebrow mb-1">{title}</legend>
      {children}
      {values.map(({ value, count, checked }) => (
        <FilterOption key={value} facet={facet} value={value} count={count} checked={checked}>
          {label(value)}
        </FilterOption>
      ))}
    </fieldset>
  );
}
