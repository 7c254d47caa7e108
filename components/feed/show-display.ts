import { whenShown } from '@/components/behaviour/when-shown';
import { onStored } from '@/components/ui/stored-text';
import { keepDensity, keepPart, partsOf, storedDensity, storedHidden } from './display';
import type { Density, Part } from './display-choices';

/** Shows lists of rules as their reader has chosen, and lets the menu *Display* choose. */
export function showDisplay(): void {
  whenShown(show);
  onStored(show);
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.closest('.display-menu')) return;
    if (target.name === 'density') keepDensity(target.value as Density);
    else keepPart(storedDensity(), target.value as Part, target.checked);
  });
}

function show(): void {
  const density = storedDensity();
  const hidden = storedHidden(density);
  document.documentElement.dataset.density = density;
  document.documentElement.dataset.hidden = hidden.join(' ');
  for (const box of document.querySelectorAll<HTMLInputElement>('.display-menu input')) {
    const part = box.value as Part;
    box.checked = box.name === 'density' ? box.value === density : !hidden.includes(part);
    const label = box.closest('label');
    if (label && box.name === 'part') label.hidden = !partsOf(density).includes(part);
  }
}
