/** A Sigma level: the word, and as many of five steps as it is grave. */
export function Level({ level }: { level: string | null }) {
  return <span className={`level level-${level ?? 'unset'}`}>{level ?? 'no level'}</span>;
}
