import { AsideSection } from '@/components/ui/aside-section';
import { countOf } from '@/components/ui/count';
import { StrangerLink } from '@/components/ui/stranger-link';
import type { TechniqueView } from '@/lib/catalog/technique';
import { gapOf } from './technique-gap';

/** Beside a technique: its place in ATT&CK, what the catalog lacks for it, and its sub-techniques. */
export function TechniqueFacts({ technique }: { technique: TechniqueView }) {
  const gap = gapOf(technique);
  return (
    <aside aria-label="Facts" className="space-y-6">
      <PlaceInAttack technique={technique} />
      <section aria-labelledby="gap">
        <h2 id="gap" className="aside-title">
          Gap
        </h2>
        {gap.sentences.length === 0 && gap.subs.length === 0 ? (
          <p className="text-muted text-sm">
            No gaps: every rule has a query, at least one query is proven, and every platform and
            sub-technique has a rule.
          </p>
        ) : null}
        <ul className="space-y-1 text-sm">
          {gap.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {gap.subs.length > 0 ? (
          <p className="mt-1 text-sm">
            Sub-techniques without a rule:{' '}
            {gap.subs.map(({ id, name }, at) => (
              <span key={id}>
                {at > 0 ? ', ' : ''}
                <a href={`/techniques/${id}`}>{name}</a>
              </span>
            ))}
            .
          </p>
        ) : null}
      </section>
      <SubTechniques technique={technique} />
    </aside>
  );
}

function PlaceInAttack({ technique }: { technique: TechniqueView }) {
  const { tactics, platforms, parent, formerIds, url } = technique;
  return (
    <dl className="facts">
      <dt>{tactics.length === 1 ? 'Tactic' : 'Tactics'}</dt>
      <dd>
        {tactics.map(({ shortName, name }) => (
          <a key={shortName} href={`/techniques?tactic=${shortName}`} className="block">
            {name}
          </a>
        ))}
      </dd>
      <dt>Platforms</dt>
      <dd>{platforms.length > 0 ? platforms.join(', ') : 'not stated'}</dd>
      {parent ? (
        <>
          <dt>Part of</dt>
          <dd>
            <a href={`/techniques/${parent.id}`}>
              <code className="text-xs">{parent.id}</code> {parent.name}
            </a>
          </dd>
        </>
      ) : null}
      {formerIds.length > 0 ? (
        <>
          <dt>Replaces</dt>
          <dd>
            {formerIds.map(({ id, name }) => (
              <span key={id} className="block">
                <code className="text-xs">{id}</code> {name}
              </span>
            ))}
          </dd>
        </>
      ) : null}
      <dt>ATT&amp;CK</dt>
      <dd>
        <StrangerLink text={url} />
      </dd>
    </dl>
  );
}

function SubTechniques({ technique }: { technique: TechniqueView }) {
  if (technique.subs.length === 0) return null;
  return (
    <AsideSection id="subs" title="Sub-techniques">
      <ul className="sub-list">
        {technique.subs.map(({ id, name, rules }) => (
          <li key={id}>
            <a href={`/techniques/${id}`}>
              <code>{id.slice(technique.id.length)}</code> {name}
            </a>
            <span className="num" title={countOf(rules, 'rule')}>
              {rules}
            </span>
          </li>
        ))}
      </ul>
    </AsideSection>
  );
}
