/** What a query that answers a question has to show; `none` for a question that no query answers. */
export const TOPICS = [
  'tree',
  'account',
  'signin',
  'spread',
  'network',
  'file',
  'persistence',
  'changes',
  'around',
  'after',
  'none',
] as const;
export type Topic = (typeof TOPICS)[number];
