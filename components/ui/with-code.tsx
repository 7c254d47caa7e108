import { codeSpans } from '@/lib/text/code-spans';
import { cutNote, cutText } from '@/lib/text/cut-text';
import type { TextKind } from '@/lib/text/limits';
import { VisibleText } from './visible-text';

/** Text in which parts between backticks are shown as code. It is shown as a stranger's text is. */
export function WithCode({ text, kind = 'sentence' }: { text: string; kind?: TextKind }) {
  const { text: start, cutFrom } = cutText(text, kind);
  const spans = codeSpans(start).map((span, at) => ({ ...span, at }));
  return (
    <bdi className="stranger">
      {spans.map(({ text: part, isCode, at }) =>
        isCode ? (
          <code key={at} className="literal">
            <bdi>
              <VisibleText text={part} />
            </bdi>
          </code>
        ) : (
          <VisibleText key={at} text={part} />
        ),
      )}
      {cutFrom === null ? null : <span className="text-faint"> {cutNote(cutFrom)}</span>}
    </bdi>
  );
}
