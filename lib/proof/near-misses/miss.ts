/** An event one change away from a match, so that the rule must not match it. */
export interface Miss {
  readonly change: string;
  readonly field: string | null;
  readonly raw: unknown;
}
