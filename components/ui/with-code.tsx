import { codeSpans } from '@/lib/text/code-spans';
import { cutNote, cutText } from '@/lib/text/cut-text';
import type { TextKind } from '@/lib/text/limits';
import { VisibleText } from './visible-text';

/** Code of up to this many characters stays on one line: it is shorter than any line. */
const SHORT = 24;

/** Text in which parts between backticks are shown as code. It is shown as a stranger's text is. */
export function WithCode({ text, kind = 'sentence' }: { text: string; kind?: TextKind }) {
  const { text: start, cutFrom } = cutText(text, kind);
  const spans = codeSpans(start).map((span, at) => ({ ...span, at }));
  return (
    <bdi className="stranger">
      {spans.map(({ text: part, isCode, at }) =>
        isCode ? (
          <code key={at} className="literal" data-short={part.length <= SHORT ? '' : undefined}>
            <bdi>
              <Value text={part} />
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

/** A value as it is. Blanks at its ends belong to it, and are marked so that they do not look like slips. */
function Value({ text }: { text: string }) {
  const [, before, inner = '', after] = /^( *)([\s\S]*?)( *)$/.exec(text) ?? [];
  return (
    <>
      {before ? <span className="literal-blank">{before}</span> : null}
      <VisibleText text={inner} />
      {after ? <span className="literal-blank">{after}</span> : null}
    </>
  );
}
