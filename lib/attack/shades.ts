// The number of rules per technique spans three orders of magnitude. Each step is about three times the
// one before, so that equal steps of shade mean equal ratios.
export const SHADES = [
  { from: 0, label: 'none' },
  { from: 1, label: '1–2' },
  { from: 3, label: '3–9' },
  { from: 10, label: '10–29' },
  { from: 30, label: '30–99' },
  { from: 100, label: '100 and more' },
] as const;

/** The shades of the steps where CSS does not reach: those of the light theme, in sRGB. The first is for none. */
export const SHADE_COLORS = [
  '#ffffff',
  '#b9def4',
  '#7dbbe2',
  '#4398ce',
  '#1d74aa',
  '#03527f',
] as const;

/** The step of a count. */
export function shadeOf(count: number): number {
  return SHADES.findLastIndex(({ from }) => count >= from);
}
