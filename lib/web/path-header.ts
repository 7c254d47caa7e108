/** The header in which proxy.ts tells the layout the path of the page, which Next keeps from it. */
export const PATH_HEADER = 'watchfloor-path';
