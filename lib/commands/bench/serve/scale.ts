/** The rules of one source, or many more made of them. */
export type Scale = 'source' | 'large';

/** Rules of the large catalog. */
export const LARGE = 100_000;
