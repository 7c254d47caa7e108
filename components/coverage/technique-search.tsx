/** The search form of the techniques page. It works without JavaScript. */
export function TechniqueSearch({
  q,
  tactic,
  gaps,
  tactics,
  env,
}: {
  q: string;
  tactic: string | null;
  /** Only techniques without a rule. */
  gaps: boolean;
  tactics: readonly { readonly shortName: string; readonly name: string }[];
  /** The choice of tables as the address has it. */
  env: string;
}) {
  return (
    <search>
      <form action="/techniques" className="flex flex-wrap items-center gap-2">
        <input
          type="search"
          name="q"
          defaultValue={q}
          aria-label="Search techniques"
          placeholder="Search by ID or name, such as T1059"
          className="field min-w-0 flex-1 basis-60"
        />
        <select
          name="tactic"
          defaultValue={tactic ?? ''}
          aria-label="Tactic"
          className="field basis-48"
        >
          <option value="">All tactics</option>
          {tactics.map(({ shortName, name }) => (
            <option key={shortName} value={shortName}>
              {name}
            </option>
          ))}
        </select>
        <label className="flex items-center gap-2 text-sm">
          <input type="checkbox" name="gaps" value="1" defaultChecked={gaps} />
          Without a rule
        </label>
        {env ? <input type="hidden" name="env" value={env} /> : null}
        <button type="submit" className="button h-8">
          Search
        </button>
      </form>
    </search>
  );
}
