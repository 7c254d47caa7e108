import { cutNote, cutText } from '@/lib/text/cut-text';
import type { TextKind } from '@/lib/text/limits';
import { VisibleText } from './visible-text';

/**
 * Text from a rule, a source or a request. It cannot change the direction of the text around it, its
 * invisible characters are visible, and it is cut if it is too long for its kind. Use it wherever a page
 * shows what somebody else wrote; `plainText` is its counterpart for titles and files.
 */
export function StrangerText({
  text,
  kind,
  breaks,
}: {
  text: string;
  kind: TextKind;
  /** Lets a line end inside a path or a name, after a slash or an underscore. */
  breaks?: boolean;
}) {
  const { text: start, cutFrom } = cutText(text, kind);
  return (
    <bdi className="stranger">
      <VisibleText text={start} breaks={breaks} />
      {cutFrom === null ? null : <span className="text-faint"> {cutNote(cutFrom)}</span>}
    </bdi>
  );
}
