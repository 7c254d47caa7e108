/** A Sigma level as a word with a bar of up to five steps. */
export function Level({ level }: { level: string | null }) {
  return <span className={`level level-${level ?? 'unset'}`}>{level ?? 'no level'}</span>;
}
