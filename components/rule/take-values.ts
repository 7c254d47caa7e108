import { visibleText } from '@/components/behaviour/element';
import { whenShown } from '@/components/behaviour/when-shown';
import { keepOwnText, ownText } from '@/components/ui/own-values';
import { onStored } from '@/components/ui/stored-text';
import { fillValueLists, readValueLines } from '@/lib/translate/value-lists';

/** Keeps the values that you type for placeholders, and shows them in the lines of a query that hold their lists. */
export function takeValues(): void {
  whenShown(show);
  onStored(show);
  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement)) return;
    const { valuesOf } = target.dataset;
    if (valuesOf !== undefined) keepOwnText(valuesOf, target.value);
  });
}

function show(): void {
  for (const box of document.querySelectorAll<HTMLTextAreaElement>('[data-values-of]')) {
    const text = ownText(box.dataset.valuesOf ?? '');
    if (box.value !== text) box.value = text;
  }
  for (const line of document.querySelectorAll<HTMLElement>('[data-list-of]')) showLine(line);
}

/** The nodes of a line with its example. */
const examples = new WeakMap<HTMLElement, readonly Node[]>();

function showLine(line: HTMLElement): void {
  const placeholder = line.dataset.listOf ?? '';
  const example = examples.get(line) ?? [...line.childNodes];
  examples.set(line, example);
  const values = readValueLines(ownText(placeholder));
  const text = example.map((node) => node.textContent).join('');
  line.replaceChildren(
    ...(values.length === 0
      ? example
      : visibleText(fillValueLists(text, new Map([[placeholder, values]])))),
  );
}
