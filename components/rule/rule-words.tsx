import { WithCode } from '@/components/ui/with-code';
import type { WordedCondition } from '@/lib/enrich/rule-in-words';

/** Values or conditions that are shown of one list; the rule itself has all. */
const SHOWN = 60;

/** The whole condition of a rule as a nested list, folded away. */
export function RuleWords({ words }: { words: WordedCondition | null }) {
  if (!words) return null;
  return (
    <details className="mt-2">
      <summary className="link text-sm">The whole rule in words</summary>
      <div className="mt-2 max-w-3xl">
        <WordedRule words={words} />
      </div>
    </details>
  );
}

/** The whole condition of a rule as a nested list. */
export function WordedRule({ words }: { words: WordedCondition }) {
  return (
    <ul className="worded">
      <Condition condition={words} />
    </ul>
  );
}

function Condition({ condition: { text, of } }: { condition: WordedCondition }) {
  const hidden = of.length - SHOWN;
  return (
    <li>
      <WithCode text={text} kind="description" />
      {of.length > 0 ? (
        <ul>
          {of.slice(0, SHOWN).map((part, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two conditions may be equal
            <Condition key={at} condition={part} />
          ))}
          {hidden > 0 ? <li className="text-faint">{hidden} more, which the rule lists</li> : null}
        </ul>
      ) : null}
    </li>
  );
}
