/** The basis of what was written on the rule alone. */
export const NOTE = 'catalog: note on this rule';
