'use client';

import { SELECTION_FORM } from './selection-form';
import { markRule, useIsSelected } from './stored-selection';

/** Marks a rule for the selection. The `x` key ticks the box of the current row. */
export function SelectBox({ id, title }: { id: string; title: string }) {
  const isSelected = useIsSelected(id);
  return (
    <input
      type="checkbox"
      className="select-box"
      name="rules"
      value={id}
      form={SELECTION_FORM}
      data-select=""
      aria-label={`Select ${title}`}
      checked={isSelected}
      onChange={(event) => markRule(id, event.currentTarget.checked)}
    />
  );
}
