import { shadeOf } from '@/lib/attack/shades';
import type { TechniqueRow } from '@/lib/catalog/techniques';
import { usesInWords } from './uses-in-words';

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
            <th scope="col" className="technique-tactics">
              Tactics
            </th>
            <th scope="col" className="technique-uses">
              Known use
            </th>
            <th scope="col" className="technique-platforms">
              Platforms
            </th>
          </tr>
        </thead>
        <tbody>
          {techniques.map((technique) => (
            <Row key={technique.id} technique={technique} tactics={names} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  technique: { id, name, parentId, tactics: own, platforms, known, rules, translated, proven },
  tactics,
}: {
  technique: TechniqueRow;
  /** The name of each tactic by its short name. */
  tactics: ReadonlyMap<string, string>;
}) {
  return (
    <tr data-row="" data-sub={parentId ? '' : undefined}>
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
      <td className="technique-tactics">
        {own.map((shortName) => tactics.get(shortName) ?? shortName).join(', ')}
      </td>
      <td className="technique-uses">{usesInWords(known)}</td>
      <td className="technique-platforms">{platforms.join(', ')}</td>
    </tr>
  );
}
