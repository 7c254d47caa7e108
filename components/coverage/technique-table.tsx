import { shadeOf } from '@/lib/attack/shades';
import type { TechniqueRow } from '@/lib/catalog/techniques';

/** Techniques as rows, with sub-techniques indented below their parents. */
export function TechniqueTable({
  techniques,
  tactics,
}: {
  techniques: readonly TechniqueRow[];
  tactics: readonly { readonly shortName: string; readonly name: string }[];
}) {
  const names = new Map(tactics.map(({ shortName, name }) => [shortName, name]));
  return (
    <div className="overflow-x-auto">
      <table className="table technique-table">
        <caption className="sr-only">
          Techniques with their rules, translated rules and proven rules
        </caption>
        <thead>
          <tr>
            <th scope="col">Technique</th>
            <th scope="col" className="num">
              Rules
            </th>
            <th scope="col" className="num">
              Translated
            </th>
            <th scope="col" className="num">
              Proven
            </th>
            <th scope="col">Tactics</th>
          </tr>
        </thead>
        <tbody>
          {techniques.map(({ id, name, parentId, tactics: own, rules, translated, proven }) => (
            <tr key={id} data-row="" data-sub={parentId ? '' : undefined}>
              <th scope="row">
                <a href={`/techniques/${id}`} data-row-link="">
                  <code>{id}</code>
                  {name}
                </a>
              </th>
              <td className="num">
                <span className={`count-shade shade-${shadeOf(rules)}`}>{rules}</span>
              </td>
              <td className="num">{translated}</td>
              <td className="num">{proven}</td>
              <td>{own.map((shortName) => names.get(shortName) ?? shortName).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
