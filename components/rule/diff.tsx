import { formatCount } from '@/components/ui/count';
import { VisibleText } from '@/components/ui/visible-text';
import type { DiffHunk } from '@/lib/catalog/line-diff';
import { cutNote, cutText } from '@/lib/text/cut-text';

const MAX_LINES = 1000;
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
          {lines.slice(0, MAX_LINES).map(({ kind, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other key
            <span key={index} className={`diff-${kind}`}>
              <span aria-hidden="true">{SIGN[kind]} </span>
              <span className="sr-only">{WORD[kind]}</span>
              <DiffText text={text} />
              {'\n'}
            </span>
          ))}
        </code>
      </pre>
      {lines.length > MAX_LINES ? (
        <p className="text-faint text-xs">
          Showing the first {MAX_LINES} of {formatCount(lines.length)} lines.
        </p>
      ) : null}
    </div>
  ));
}

function DiffText({ text }: { text: string }) {
  const { text: start, cutFrom } = cutText(text, 'line');
  return (
    <>
      <VisibleText text={start} />
      {cutFrom === null ? null : <span className="text-faint"> {cutNote(cutFrom)}</span>}
    </>
  );
}
