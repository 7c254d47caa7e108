export const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'];
const PARTS = 20;

/**
 * Rules by level in twentieths of their sum, most severe first. A level with at least one rule gets at
 * least one twentieth; the largest share gives it up.
 */
export function levelShares(levels: Readonly<Record<string, number>>): number[] {
  const counts = LEVELS.map((level) => levels[level] ?? 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counts;
  const shares = counts.map((count) =>
    count === 0 ? 0 : Math.max(1, Math.round((count / total) * PARTS)),
  );
  const most = shares.reduce((max, share) => Math.max(max, share), 0);
  const largest = shares.indexOf(most);
  const sum = shares.reduce((all, share) => all + share, 0);
  return shares.map((share, at) => (at === largest ? share + PARTS - sum : share));
}
