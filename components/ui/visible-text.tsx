import { Fragment } from 'react';
import { codePointName } from '@/lib/text/invisible';
import { type TextPart, textParts } from '@/lib/text/text-parts';
import { formatCount } from './count';

/**
 * Text with each invisible character as a badge with its number. With `breaks`, a line can end after the
 * signs that separate the parts of a path or a name.
 */
export function VisibleText({ text, breaks = false }: { text: string; breaks?: boolean }) {
  return textParts(text).map((part, at) =>
    part.kind === 'text' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other key
      <Fragment key={at}>{breaks ? <Breakable text={part.text} /> : part.text}</Fragment>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other key
      <Badge key={at} part={part} />
    ),
  );
}

function Badge({ part }: { part: Exclude<TextPart, { kind: 'text' }> }) {
  const times = part.count > 1 ? ` × ${formatCount(part.count)}` : '';
  return part.kind === 'marks' ? (
    <span className="invisible-character" title="More combining marks than any writing needs">
      {`marks${times}`}
    </span>
  ) : (
    <span className="invisible-character" title="An invisible character">
      {codePointName(part.codePoint)}
      {times}
    </span>
  );
}

function Breakable({ text }: { text: string }) {
  return text.split(/(?<=[/\\_|-])(?=[^\s/\\_|-])/).map((piece, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other key
    <Fragment key={at}>
      {at > 0 ? <wbr /> : null}
      {piece}
    </Fragment>
  ));
}
