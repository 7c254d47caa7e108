import { sentences } from '@/components/ui/sentences';
import type { Diagnostic } from '@/lib/diagnostic';
import { positionAt } from '@/lib/diagnostic';

const WORD = { error: 'Error', warning: 'Warning', info: 'Note' } as const;

/** What a reader must know, gravest first; with `text` each says where in it. */
export function Diagnostics({
  diagnostics,
  text,
}: {
  diagnostics: readonly Diagnostic[];
  text?: string;
}) {
  if (diagnostics.length === 0) return null;
  const order = ['error', 'warning', 'info'];
  const sorted = [...diagnostics].sort(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity),
  );
  return (
    <ul className="space-y-1.5 text-sm">
      {sorted.map((diagnostic, index) => {
        const { severity, code, message, hint, span } = diagnostic;
        const at = text !== undefined && span ? positionAt(text, span.start) : null;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two of them may be equal
          <li key={index} className={`note note-${severity}`}>
            <strong className="font-semibold text-text">{WORD[severity]}</strong>
            {at ? <span className="num"> {`${at.line}:${at.column}`}</span> : null}{' '}
            {sentences(message, hint)} <code className="text-2xs text-faint">{code}</code>
          </li>
        );
      })}
    </ul>
  );
}
