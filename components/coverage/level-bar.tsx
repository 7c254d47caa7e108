/** Rules by level as shares of a bar, most severe first. */
export function LevelBar({ shares: [c, h, m, l] }: { shares: readonly number[] }) {
  const shares = Object.entries({ c, h, m, l });
  const classes = shares.flatMap(([level, share]) => (share ? [`lv-${level}${share}`] : []));
  return <span className={['level-bar', ...classes].join(' ')} />;
}
