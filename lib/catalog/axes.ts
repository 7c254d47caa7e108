/** What coverage can be counted by besides tactics. */
export const AXES = ['platform', 'table', 'component', 'strategy'] as const;
export type Axis = (typeof AXES)[number];
