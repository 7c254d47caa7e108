import { AsideSection } from '@/components/ui/aside-section';
import { countOf } from '@/components/ui/count';
import { ExternalLink } from '@/components/ui/external-link';
import type { TechniqueView } from '@/lib/catalog/technique';
import { readWebAddress } from '@/lib/text/web-address';
import { gapOf } from './technique-gap';

/** A technique's place in ATT&CK besides its tactics, and its page there. */
export function TechniqueFacts({ technique }: { technique: TechniqueView }) {
  const { platforms, parent, formerIds, url } = technique;
  return (
    <dl className="technique-facts dots mb-2 text-sm">
      <div>
        <dt>Platforms</dt>
        <dd>{platforms.length > 0 ? platforms.join(', ') : 'not stated'}</dd>
      </div>
      {parent ? (
        <div>
          <dt>Part of</dt>
          <dd>
            <a href={`/techniques/${parent.id}`}>
              <code className="text-xs">{parent.id}</code> {parent.name}
            </a>
          </dd>
        </div>
      ) : null}
      {formerIds.length > 0 ? (
        <div>
          <dt>Replaces</dt>
          <dd>
            {formerIds.map(({ id, name }, at) => (
              <span key={id}>
                {at > 0 ? ', ' : ''}
                <code className="text-xs">{id}</code> {name}
              </span>
            ))}
          </dd>
        </div>
      ) : null}
      <div>
        <dt>ATT&amp;CK</dt>
        <dd>
          <ExternalLink href={url}>{readWebAddress(url)?.host ?? url}</ExternalLink>
        </dd>
      </div>
    </dl>
  );
}

/** What the catalog lacks for a technique. */
export function TechniqueGap({ technique }: { technique: TechniqueView }) {
  const gap = gapOf(technique);
  return (
    <section aria-labelledby="gap" className="technique-gap mb-3 max-w-4xl text-sm">
      <h2 id="gap">Gap</h2>
      {gap.sentences.length === 0 && gap.subs.length === 0 ? (
        <p className="text-muted">
          No gaps: every rule has a query, at least one query is proven, and every platform and
          sub-technique has a rule.
        </p>
      ) : null}
      {gap.sentences.length > 0 ? (
        <ul>
          {gap.sentences.map((sentence) => (
            <li key={sentence}>{sentence} </li>
          ))}
        </ul>
      ) : null}
      {gap.subs.length > 0 ? (
        <p>
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
  );
}

export function SubTechniques({ technique }: { technique: TechniqueView }) {
  if (technique.subs.length === 0) return null;
  return (
    <div className="mb-4">
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
    </div>
  );
}
