import { countOf } from '@/components/ui/count';
import { DiagnosticCode } from '@/components/ui/diagnostic-code';
import { sentences } from '@/components/ui/sentences';
import { WithCode } from '@/components/ui/with-code';
import { choiceHref } from '@/lib/catalog/query-choice';
import type { Diagnostic } from '@/lib/diagnostic';
import { messageOf, positionAt } from '@/lib/diagnostic';
import { SEVERITIES, SEVERITY_NAME } from '@/lib/severity';
import { TARGET_NAME, type Target } from '@/lib/target';

/** More than this many are folded, so that they do not push away what they are about. */
const OPEN = 3;

/**
 * What you should know about a rule or query, errors first, the first few at once. With `text`, each one names its line;
 * with `ruleId`, one that offers a query for another target links to it.
 */
export function Diagnostics({
  diagnostics,
  text,
  ruleId,
}: {
  diagnostics: readonly Diagnostic[];
  text?: string;
  ruleId?: string;
}) {
  if (diagnostics.length === 0) return null;
  const sorted = diagnostics.toSorted(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  const open = sorted.slice(0, sorted.length > OPEN + 1 ? OPEN : sorted.length);
  const folded = sorted.slice(open.length);
  return (
    <>
      <List diagnostics={open} text={text} ruleId={ruleId} />
      {folded.length > 0 ? (
        <details className="pt-1.5">
          <summary className="link text-sm">{countOf(folded.length, 'more note')}</summary>
          <List diagnostics={folded} text={text} ruleId={ruleId} />
        </details>
      ) : null}
    </>
  );
}

function List({
  diagnostics,
  text,
  ruleId,
}: {
  diagnostics: readonly Diagnostic[];
  text?: string;
  ruleId?: string;
}) {
  return (
    <ul className="prose space-y-1.5 text-sm">
      {diagnostics.map((diagnostic, index) => {
        const { severity, code, hint, span, instead } = diagnostic;
        const at = text !== undefined && span ? positionAt(text, span.start) : null;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two diagnostics may be equal
          <li key={index} className={`note note-${severity}`}>
            <strong className="font-semibold text-text">{SEVERITY_NAME[severity]}</strong>
            {at ? ` line ${at.line}:` : null}{' '}
            <WithCode text={sentences(messageOf(diagnostic), hint)} />{' '}
            {instead && ruleId !== undefined ? (
              <QueryLink ruleId={ruleId} target={instead.target} />
            ) : null}
            <DiagnosticCode code={code}>What to do</DiagnosticCode>
          </li>
        );
      })}
    </ul>
  );
}

function QueryLink({ ruleId, target }: { ruleId: string; target: Target }) {
  return (
    <>
      <a href={choiceHref(ruleId, target, null)} data-stay="">
        Query for {TARGET_NAME[target]}
      </a>{' '}
    </>
  );
}
