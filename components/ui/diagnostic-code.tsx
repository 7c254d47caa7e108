/** A diagnostic's code, with its entry in the reference one click away. */
export function DiagnosticCode({ code }: { code: string }) {
  // Microsoft's own codes have no entries.
  const anchor = code.startsWith('kql/KS') ? 'query-check' : code;
  return (
    <a className="text-2xs text-faint hover:underline" href={`/diagnostics#${anchor}`}>
      <code>{code}</code>
    </a>
  );
}
