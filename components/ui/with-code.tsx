import { cutNote, cutText } from '@/lib/text/cut-text';
import type { TextKind } from '@/lib/text/limits';
import { VisibleText } from './visible-text';

/** Text in which parts between backticks are shown as code. It is shown as a stranger's text is. */
export function WithCode({ text, kind = 'sentence' }: { text: string; kind?: TextKind }) {
  const { text: start, cutFrom } = cutText(text, kind);
  const parts = start.split('`').map((part, at) => ({ part, at }));
  return (
    <bdi className="stranger">
      {parts.map(({ part, at }) =>
        at % 2 === 1 ? (
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
