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

/** Marks every rule of the page, or takes all marks away. */
export function SelectShown({ count }: { count: number }) {
  return (
    <label className="select-shown with-script">
      <input
        type="checkbox"
        className="select-box"
        data-select-shown=""
        aria-label={`Select all ${count} rules shown`}
      />
      All shown
    </label>
  );
}
