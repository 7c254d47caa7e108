import { countOf, formatCount } from '@/components/ui/count';
import { StrangerText } from '@/components/ui/stranger-text';
import type { ComparedCoverage, ComparedTechnique } from '@/lib/catalog/compare-coverage';
import { type FeedFilter, feedHref } from '@/lib/catalog/feed-filter';

interface Side {
  readonly text: string;
  readonly filter: FeedFilter;
  readonly rules: number;
}

/** Two filters' techniques: by tactic, on one side only, and on both. */
export function CoverageComparison({
  compared: { onlyA, onlyB, both, neither, tactics },
  a,
  b,
}: {
  compared: ComparedCoverage;
  a: Side;
  b: Side;
}) {
  return (
    <div className="space-y-6">
      <dl className="totals">
        <SideTotal name="A" side={a} techniques={onlyA.length + both.length} />
        <SideTotal name="B" side={b} techniques={onlyB.length + both.length} />
        <div>
          <dt>On neither side</dt>
          <dd className="num">{countOf(neither, 'technique')}</dd>
        </div>
      </dl>
      <div className="coverage-compared">
        <TechniqueList title="Only A" techniques={onlyA} sides={{ a, b }} />
        <TechniqueList title="Only B" techniques={onlyB} sides={{ a, b }} />
        <TechniqueList title="Both" techniques={both} sides={{ a, b }} />
      </div>
      <section aria-labelledby="by-tactic">
        <h2 id="by-tactic" className="font-semibold text-base">
          Techniques with a rule by tactic
        </h2>
        <table className="table mt-2 max-w-2xl">
          <thead>
            <tr>
              <th scope="col">Tactic</th>
              <th scope="col" className="num">
                A
              </th>
              <th scope="col" className="num">
                B
              </th>
              <th scope="col" className="num">
                of
              </th>
            </tr>
          </thead>
          <tbody>
            {tactics.map((tactic) => (
              <tr key={tactic.shortName}>
                <td>
                  <a href={`/techniques?tactic=${tactic.shortName}`}>{tactic.name}</a>
                </td>
                <td className="num">{formatCount(tactic.a)}</td>
                <td className="num">{formatCount(tactic.b)}</td>
                <td className="num text-faint">{formatCount(tactic.techniques)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function SideTotal({ name, side, techniques }: { name: string; side: Side; techniques: number }) {
  return (
    <div>
      <dt>
        {name}: {side.text ? <StrangerText text={side.text} kind="value" /> : 'all rules'}
      </dt>
      <dd>
        <span className="num">{countOf(techniques, 'technique')}</span>{' '}
        <a href={feedHref(side.filter, { sort: null })}>{countOf(side.rules, 'rule')}</a>
      </dd>
    </div>
  );
}

/** How many techniques a list shows before the rest is folded. */
const SHOWN = 15;

function TechniqueList({
  title,
  techniques,
  sides,
}: {
  title: string;
  techniques: readonly ComparedTechnique[];
  sides: { readonly a: Side; readonly b: Side };
}) {
  const id = `compared-${title.toLowerCase().replaceAll(' ', '-')}`;
  const rest = techniques.slice(SHOWN);
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="font-semibold text-base">
        {title}: {countOf(techniques.length, 'technique')}
      </h2>
      {techniques.length === 0 ? (
        <p className="mt-1 text-muted text-sm">None.</p>
      ) : (
        <ComparedRows techniques={techniques.slice(0, SHOWN)} sides={sides} />
      )}
      {rest.length > 0 ? (
        <details>
          <summary className="link text-sm">{formatCount(rest.length)} more</summary>
          <ComparedRows techniques={rest} sides={sides} />
        </details>
      ) : null}
    </section>
  );
}

function ComparedRows({
  techniques,
  sides: { a, b },
}: {
  techniques: readonly ComparedTechnique[];
  sides: { readonly a: Side; readonly b: Side };
}) {
  const rulesOf = ({ filter }: Side, technique: string) =>
    feedHref(filter, { technique: [technique], sort: null });
  return (
    <table className="table mt-1">
      <thead>
        <tr>
          <th scope="col">Technique</th>
          <th scope="col" className="num">
            A
          </th>
          <th scope="col" className="num">
            B
          </th>
        </tr>
      </thead>
      <tbody>
        {techniques.map(({ id, name, ...counts }) => (
          <tr key={id}>
            <td>
              <a href={`/techniques/${id}`}>
                <span className="num">{id}</span> {name}
              </a>
            </td>
            <td className="num">
              <Rules count={counts.a} href={rulesOf(a, id)} />
            </td>
            <td className="num">
              <Rules count={counts.b} href={rulesOf(b, id)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Rules({ count, href }: { count: number; href: string }) {
  return count > 0 ? <a href={href}>{formatCount(count)}</a> : <span>0</span>;
}
