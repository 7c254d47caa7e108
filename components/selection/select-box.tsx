import { SELECTION_FORM } from './selection-form';

/** Marks a rule for the selection; `useRowMarks` keeps it as the selection has it. */
export function SelectBox({ id, title }: { id: string; title: string }) {
  return (
    <input
      type="checkbox"
      className="select-box"
      name="rules"
      value={id}
      form={SELECTION_FORM}
      data-select=""
      aria-label={`Select ${title}`}
    />
  );
}
