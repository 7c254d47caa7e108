/** What a shaded cell does not promise, and how the columns are counted. */
export function CoverageNotice() {
  return (
    <p className="max-w-prose text-faint text-xs">
      A column counts the rules that name one of its techniques; the feed’s tactic filter goes by
      the tactics that a rule names itself, so the two differ. A shaded cell says that there are
      rules for a technique, not that every way of using it is seen: ATT&amp;CK does not list all
      behaviour, and no count makes coverage complete.
    </p>
  );
}
