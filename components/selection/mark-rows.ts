import { whenShown } from '@/components/behaviour/when-shown';
import { onStored } from '@/components/ui/stored-text';
import { markRules, storedSelection } from './stored-selection';

const BOX = 'input[data-select]';
const ALL = 'input[data-select-shown]';

/**
 * Keeps the boxes of the rows as the selection has them. A click with Shift does to all rows since the last
 * click what it does to its own.
 */
export function markRows(): void {
  let last = '';
  whenShown(show);
  onStored(show);
  document.addEventListener('click', ({ target, shiftKey }) => {
    if (!(target instanceof HTMLInputElement)) return;
    const ids = boxesShown().map(({ value }) => value);
    if (target.matches(ALL)) return markRules(ids, target.checked);
    if (!target.matches(BOX)) return;
    markRules(shiftKey ? between(ids, last, target.value) : [target.value], target.checked);
    last = target.value;
  });
}

function show(): void {
  const marked = new Set(storedSelection());
  const boxes = boxesShown();
  for (const box of boxes) box.checked = marked.has(box.value);
  const all = document.querySelector<HTMLInputElement>(ALL);
  if (!all) return;
  const count = boxes.filter(({ checked }) => checked).length;
  all.checked = count > 0 && count === boxes.length;
  all.indeterminate = count > 0 && count < boxes.length;
}

function boxesShown(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(BOX)];
}

/** The ids from one to the other, in the list's order; the second alone if the first is not there. */
export function between(ids: readonly string[], one: string, other: string): readonly string[] {
  const from = ids.indexOf(one);
  const to = ids.indexOf(other);
  return from === -1 ? [other] : ids.slice(Math.min(from, to), Math.max(from, to) + 1);
}
