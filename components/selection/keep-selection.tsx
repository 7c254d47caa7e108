/** Makes the rules of an address one's own selection, or, where they are, clears it. */
export function KeepSelection({ ids }: { ids: readonly string[] }) {
  return (
    <>
      <button type="button" className="button with-script" data-keep={ids.join(' ')}>
        Keep as my selection
      </button>
      <a className="button with-script" data-kind="quiet" data-keep="" href="/selection" hidden>
        Clear
      </a>
    </>
  );
}
