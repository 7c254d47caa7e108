import { WithCode } from '@/components/ui/with-code';
import type { Statement } from '@/lib/enrich/types';
import { LIST_LIMIT } from '@/lib/text/limits';

/** Sentences, each with its basis. */
export function Statements({ statements }: { statements: readonly Statement[] }) {
  return (
    <ul className="max-w-3xl space-y-1.5">
      {statements.slice(0, LIST_LIMIT).map(({ text, basis }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two statements may be equal
        <li key={at} className="statement">
          <WithCode text={text} /> <span className="text-2xs text-faint">{basis}</span>
        </li>
      ))}
    </ul>
  );
}
