/** The search field; `suggestWords` fills the list below it. */
export function SearchInput({ q }: { q: string }) {
  return (
    <div className="relative min-w-0 flex-1">
      <input
        type="search"
        name="q"
        role="combobox"
        aria-label="Search rules"
        aria-expanded="false"
        aria-controls="search-suggestions"
        aria-autocomplete="list"
        aria-describedby="search-mistakes"
        autoComplete="off"
        spellCheck={false}
        placeholder='powershell technique:T1059 table:SecurityEvent -"scheduled task"'
        className="field w-full"
        defaultValue={q}
      />
      <div
        id="search-suggestions"
        role="listbox"
        aria-label="Suggestions"
        hidden
        data-own=""
        className="absolute inset-x-0 top-full z-10 mt-1 rounded-md border border-edge bg-ground py-1"
      />
    </div>
  );
}
