import { storedText, storeText, useStored } from '@/components/ui/stored-text';
import {
  DENSITY_KEY,
  type Density,
  HIDDEN_AT_FIRST,
  hiddenKey,
  type Part,
} from './display-choices';

/*
 * How the reader wants lists of rules: as cards or as lines, and with which parts. Every page has all parts;
 * attributes of the document, which `feed.css` reads, say which of them show.
 */

export const DENSITIES = { cards: 'Cards', lines: 'Lines' } as const satisfies Record<
  Density,
  string
>;

/** The parts that can be left out. Level and title cannot. */
export const PARTS = {
  text: 'Hypothesis',
  technique: 'Techniques',
  table: 'Table',
  target: 'Outcome for each target',
  proof: 'Proof',
  source: 'Source',
  author: 'Author',
  changed: 'Last change',
} as const satisfies Record<Part, string>;

/** A line has no room for the hypothesis. */
export function partsOf(density: Density): readonly Part[] {
  const parts = Object.keys(PARTS) as Part[];
  return density === 'cards' ? parts : parts.filter((part) => part !== 'text');
}

/** Cards, unless the reader chose lines. */
export function storedDensity(): Density {
  return storedText(DENSITY_KEY) === 'lines' ? 'lines' : 'cards';
}

/** Keeps how dense lists are. */
export function keepDensity(density: Density): void {
  storeText(DENSITY_KEY, density === 'cards' ? '' : density);
}

const NONE = 'none';

/** The parts that the reader does not want to see. */
export function storedHidden(density: Density): readonly Part[] {
  const text = storedText(hiddenKey(density));
  if (text === '') return HIDDEN_AT_FIRST[density];
  const names = text.split(' ');
  return partsOf(density).filter((part) => names.includes(part));
}

/** Shows a part, or leaves it out. */
export function keepPart(density: Density, part: Part, isShown: boolean): void {
  const others = storedHidden(density).filter((other) => other !== part);
  const hidden = isShown ? others : [...others, part];
  storeText(hiddenKey(density), hidden.join(' ') || NONE);
}

/** How dense lists are, as the reader changes it. */
export function useDensity(): Density {
  return useStored(storedDensity, 'cards');
}

/** The names of the parts that are left out, with spaces between them, as the reader changes it. */
export function useHidden(density: Density): string {
  return useStored(() => storedHidden(density).join(' '), HIDDEN_AT_FIRST[density].join(' '));
}
