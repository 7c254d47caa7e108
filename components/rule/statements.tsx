import { WithCode } from '@/components/ui/with-code';
import type { Statement } from '@/lib/enrich/types';

/** Sentences, each with its basis. */
export function Statements({ statements }: { statements: readonly Statement[] }) {
  return (
    <ul className="max-w-3xl space-y-1.5">
      {statements.map(({ text, basis }) => (
        <li key={text} className="statement">
          <WithCode text={text} /> <span className="text-2xs text-faint">{basis}</span>
        </li>
      ))}
    </ul>
  );
}
