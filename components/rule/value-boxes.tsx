/** A box for each placeholder of a query. `takeValues` has the shown and the copied query take in what you type. */
export function ValueBoxes({ placeholders }: { placeholders: readonly string[] }) {
  if (placeholders.length === 0) return null;
  return (
    <fieldset className="with-script space-y-2 pt-3">
      <legend className="font-semibold text-sm">Your values</legend>
      <p className="text-muted text-xs">
        One per line, without wildcards. They stay in this browser, and the query takes them in.{' '}
        <a href="/diagnostics#translate/needs-values">Give them to the whole catalog</a>
      </p>
      {placeholders.map((placeholder) => (
        <ValueBox key={placeholder} placeholder={placeholder} />
      ))}
    </fieldset>
  );
}

const LIMIT = 100_000;

function ValueBox({ placeholder }: { placeholder: string }) {
  return (
    <label className="block font-mono text-xs">
      %{placeholder}%
      <textarea
        className="field block h-auto w-full py-1 font-mono text-xs"
        rows={2}
        maxLength={LIMIT}
        spellCheck={false}
        autoComplete="off"
        data-values-of={placeholder}
        data-own=""
      />
    </label>
  );
}
