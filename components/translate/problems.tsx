'use client';

import { DiagnosticCode } from '@/components/ui/diagnostic-code';
import { sentences } from '@/components/ui/sentences';
import { WithCode } from '@/components/ui/with-code';
import { type Diagnostic, positionAt } from '@/lib/diagnostic';
import { SEVERITY_NAME } from '@/lib/severity';
import { mostSevereFirst } from './order';

/** What is wrong with the rule, most severe first; choosing one selects its place in the text. */
export function Problems({
  diagnostics,
  text,
  onChoose,
}: {
  diagnostics: readonly Diagnostic[];
  text: string;
  onChoose: (start: number, end: number) => void;
}) {
  if (diagnostics.length === 0) return null;
  return (
    <ul aria-label="Problems" className="space-y-1.5 text-sm">
      {mostSevereFirst(diagnostics).map(({ severity, code, message, hint, span }, index) => {
        const at = span ? positionAt(text, span.start) : null;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two diagnostics may be equal
          <li key={index} className={`note note-${severity}`}>
            <strong className="font-semibold text-text">{SEVERITY_NAME[severity]}</strong>{' '}
            {at && span ? (
              <button
                type="button"
                className="num text-accent underline"
                onClick={() => onChoose(span.start, span.end)}
              >{`line ${at.line}, column ${at.column}`}</button>
            ) : null}{' '}
            <WithCode text={sentences(message, hint)} /> <DiagnosticCode code={code} />
          </li>
        );
      })}
    </ul>
  );
}
