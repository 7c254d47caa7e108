/** How the columns count rules, which differs from the feed's tactics. */
export function CountNotice() {
  return (
    <p className="text-faint text-xs">
      Each column counts the rules that name one of its techniques. The feed’s tactic filter uses
      the tactics that a rule names itself, so its counts can differ.
    </p>
  );
}

/** What a shaded cell does not promise. */
export function CoverageNotice() {
  return (
    <p className="max-w-prose text-faint text-xs">
      A shaded cell means that rules exist for a technique. It does not mean that the rules detect
      every use of the technique: ATT&amp;CK does not list all behaviour, and no number of rules
      makes coverage complete.
    </p>
  );
}
