/** Adds rules to one's own selection; without JavaScript, opens them as a selection. */
export function SelectBest({ ids, href }: { ids: readonly string[]; href: string }) {
  return (
    <>
      <a className="text-sm" href={href} rel="nofollow" data-best={ids.join(' ')}>
        Select its best {ids.length === 1 ? 'rule' : `${ids.length} rules`}
      </a>
      <span className="text-muted text-sm" hidden>
        Its best rules are selected
      </span>
    </>
  );
}
