/**
 * Highlights what belongs together inside `data-counterparts`: pointing at or focusing a line of the rule, the query or
 * the trace highlights every line with the same number in `data-t`.
 */
export function lightCounterparts(): void {
  document.addEventListener('pointerover', light);
  document.addEventListener('focusin', light);
  document.addEventListener('focusout', clear);
}

function light({ target }: Event): void {
  clear();
  const here = target instanceof Element ? target.closest('[data-t]') : null;
  const box = here?.closest('[data-counterparts]');
  for (const number of here?.getAttribute('data-t')?.split(' ') ?? []) {
    for (const line of box?.querySelectorAll(`[data-t~="${number}"]`) ?? []) {
      line.setAttribute('data-lit', '');
    }
  }
}

function clear(): void {
  for (const lit of document.querySelectorAll('[data-lit]')) lit.removeAttribute('data-lit');
}
