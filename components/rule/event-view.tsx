import { CodeBlock } from '@/components/ui/code-block';

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
          text={lines.slice(0, MAX_LINES).join('\n')}
          language="json"
          label="Event"
          isMarked={(line) => fields.has(/^\s*"([^"]+)":/.exec(lines[line - 1] ?? '')?.[1] ?? '')}
        />
      </div>
      <p className="text-faint text-xs">
        {matchedFields.length > 0 ? `Matched by ${matchedFields.join(', ')}.` : ''}
        {cut ? ` Showing the first ${MAX_LINES} of ${lines.length} lines.` : ''}
      </p>
    </details>
  );
}
