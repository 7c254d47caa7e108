import { countOf } from '@/components/ui/count';
import { WithCode } from '@/components/ui/with-code';
import type { WordsLine } from '@/lib/catalog/changes/words-difference';

const SIGN = { same: '', added: '+', removed: '−', rest: '' } as const;
const WORD = { same: '', added: 'added: ', removed: 'removed: ', rest: '' } as const;
/** Deeper conditions are as far in as these. */
const MAX_DEPTH = 4;

/** What differs of the rule in words; at most `limit` lines. */
export function WordsDiff({ lines, limit }: { lines: readonly WordsLine[]; limit: number }) {
  return (
    <>
      <ul className="words-diff">
        {lines.slice(0, limit).map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other key
          <li key={at} className={`diff-${line.kind}`}>
            <span aria-hidden="true">{SIGN[line.kind]}</span>
            <span data-in={Math.min(line.depth, MAX_DEPTH)}>
              {WORD[line.kind] ? <span className="sr-only">{WORD[line.kind]}</span> : null}
              {line.kind === 'rest' ? (
                <span className="text-faint">and {line.count} more as before</span>
              ) : (
                <WithCode text={line.text} kind="description" />
              )}
            </span>
          </li>
        ))}
      </ul>
      {lines.length > limit ? (
        <p className="mb-2 text-faint text-xs">{countOf(lines.length - limit, 'more line')}</p>
      ) : null}
    </>
  );
}
