/** Without JavaScript, the boxes of a page are sent together by the form of this id. */
export const SELECTION_FORM = 'mark-rules';

export function SelectionForm() {
  return (
    <form id={SELECTION_FORM} action="/selection" className="without-script pt-2">
      <button type="submit" className="button">
        Open the marked rules
      </button>
    </form>
  );
}
