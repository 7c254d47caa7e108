import type { DiffHunk } from '@/lib/catalog/line-diff';

const SIGN = { same: ' ', added: '+', removed: '−' } as const;
const WORD = { same: '', added: 'added: ', removed: 'removed: ' } as const;

/** Changed lines, distinguished by sign and by colour. */
export function Diff({ hunks }: { hunks: readonly DiffHunk[] }) {
  if (hunks.length === 0) return <p className="text-muted">The text did not change.</p>;
  return hunks.map(({ line, lines }) => (
    <div key={line} className="mb-3">
      <p className="eyebrow">Line {line}</p>
      <pre className="code diff">
        <code>
          {lines.map(({ kind, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other key
            <span key={index} className={`diff-${kind}`}>
              <span aria-hidden="true">{SIGN[kind]} </span>
              <span className="sr-only">{WORD[kind]}</span>
              {text}
              {'\n'}
            </span>
          ))}
        </code>
      </pre>
    </div>
  ));
}
