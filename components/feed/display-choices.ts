export type Density = 'cards' | 'lines';
export type Part =
  | 'text'
  | 'technique'
  | 'table'
  | 'target'
  | 'proof'
  | 'source'
  | 'author'
  | 'changed';

/** Where the browser keeps how dense lists are. */
export const DENSITY_KEY = 'density of the feed';

/** Where the browser keeps which parts are left out. */
export const hiddenKey = (density: Density) => `hidden in ${density}`;

/** What is left out until the reader chooses. */
export const HIDDEN_AT_FIRST: Readonly<Record<Density, readonly Part[]>> = {
  cards: [],
  lines: ['source', 'author'],
};

/**
 * Shows lists as their reader has chosen from the first paint on. It stands in the page before them; `LiveRows` follows
 * later changes.
 */
export const EARLY_DISPLAY = `try{
const at=localStorage,set=document.documentElement.dataset;
const density=at.getItem(${JSON.stringify(DENSITY_KEY)})==='lines'?'lines':'cards';
const [key,first]=${JSON.stringify({
  cards: [hiddenKey('cards'), HIDDEN_AT_FIRST.cards.join(' ')],
  lines: [hiddenKey('lines'), HIDDEN_AT_FIRST.lines.join(' ')],
})}[density];
set.density=density;set.hidden=at.getItem(key)??first
}catch(error){console.warn('the display of lists cannot be read from this browser',error)}`;
