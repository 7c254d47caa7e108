import { DiagnosticCode } from '@/components/ui/diagnostic-code';
import { sentences } from '@/components/ui/sentences';
import { WithCode } from '@/components/ui/with-code';
import type { Diagnostic } from '@/lib/diagnostic';
import { positionAt } from '@/lib/diagnostic';
import { SEVERITIES, SEVERITY_NAME } from '@/lib/severity';

/** What you should know about a rule or query, errors first. With `text`, each one shows its line and column. */
export function Diagnostics({
  diagnostics,
  text,
}: {
  diagnostics: readonly Diagnostic[];
  text?: string;
}) {
  if (diagnostics.length === 0) return null;
  const sorted = diagnostics.toSorted(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  return (
    <ul className="space-y-1.5 text-sm">
      {sorted.map((diagnostic, index) => {
        const { severity, code, message, hint, span } = diagnostic;
        const at = text !== undefined && span ? positionAt(text, span.start) : null;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two diagnostics may be equal
          <li key={index} className={`note note-${severity}`}>
            <strong className="font-semibold text-text">{SEVERITY_NAME[severity]}</strong>
            {at ? <span className="num"> {`${at.line}:${at.column}`}</span> : null}{' '}
            <WithCode text={sentences(message, hint)} /> <DiagnosticCode code={code} />
          </li>
        );
      })}
    </ul>
  );
}
