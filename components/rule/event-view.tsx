import { CodeBlock } from '@/components/ui/code-block';
import { StrangerText } from '@/components/ui/stranger-text';
import { cutNote, cutText } from '@/lib/text/cut-text';

const MAX_LINES = 160;

/** An event as JSON, folded; lines whose values made the rule match are highlighted. */
export function EventView({
  event,
  matchedFields,
}: {
  event: unknown;
  matchedFields: readonly string[];
}) {
  const lines = JSON.stringify(event, null, 2).split('\n');
  const fields = new Set(matchedFields);
  const cut = lines.length > MAX_LINES;
  return (
    <details className="mt-1 text-sm">
      <summary className="link">Show the event</summary>
      <div className="mt-1">
        <CodeBlock
          text={lines
            .slice(0, MAX_LINES)
            .map((line) => cutLine(line))
            .join('\n')}
          language="json"
          label="Event"
          isMarked={(line) => fields.has(/^\s*"([^"]+)":/.exec(lines[line - 1] ?? '')?.[1] ?? '')}
        />
      </div>
      <p className="text-faint text-xs">
        {matchedFields.length > 0 ? (
          <>
            Matched by <StrangerText text={matchedFields.join(', ')} kind="value" />.
          </>
        ) : null}
        {cut ? ` Showing the first ${MAX_LINES} of ${lines.length} lines.` : ''}
      </p>
    </details>
  );
}

function cutLine(line: string): string {
  const { text, cutFrom } = cutText(line, 'line');
  return cutFrom === null ? text : `${text} ${cutNote(cutFrom)}`;
}
