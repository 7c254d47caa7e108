import { sentences } from '@/components/ui/sentences';
import { WithCode } from '@/components/ui/with-code';
import type { TranslateAnswer } from '@/lib/workbench/types';
import { mostSevereFirst } from './order';

/** In place of the queries of a text without a readable rule. */
export function NoQuery({ answer }: { answer: TranslateAnswer }) {
  const [first] = mostSevereFirst(answer.diagnostics);
  return (
    <div className="border-y py-10 text-muted">
      <p>There is no query, because no rule in the text can be translated.</p>
      {first ? (
        <p className="mt-1">
          Start with this problem: <WithCode text={sentences(first.message, first.hint)} />
        </p>
      ) : null}
    </div>
  );
}
