import type { ReactNode } from 'react';

/** A diagnostic's code, or other words for it, with its entry in the reference one click away. */
export function DiagnosticCode({ code, children }: { code: string; children?: ReactNode }) {
  // Microsoft's own codes have no entries.
  const anchor = code.startsWith('kql/KS') ? 'query-check' : code;
  return (
    <a className={children ? undefined : 'text-2xs text-faint'} href={`/diagnostics#${anchor}`}>
      {children ?? <code>{code}</code>}
    </a>
  );
}
