import { countOf, formatCount } from '@/components/ui/count';
import { Level } from '@/components/ui/level';
import { PROOF_NAME, type ProofMeanings } from '@/components/ui/proof';
import { Section } from '@/components/ui/section';
import type { Environment } from '@/lib/catalog/environment';
import { type FeedFilter, feedHref, NO_FILTER } from '@/lib/catalog/feed-filter';
import { PROOFS } from '@/lib/proof/types';
import { TARGET_NAME, TARGETS } from '@/lib/target';
import { environmentHref } from './switch';

const LEVELS = ['critical', 'high', 'medium', 'low', 'informational', 'none'];

/** The rules that run now, by proof and level, and by target. Every number is a list in the feed. */
export function WhatRuns({
  environment,
  meanings,
}: {
  environment: Environment;
  meanings: ProofMeanings;
}) {
  const { running, total, tables, byTarget, own } = environment;
  const hrefOf = (change: Partial<FeedFilter>) => feedHref({ ...NO_FILTER, env: own }, change);
  return (
    <Section
      id="runs"
      title={`${formatCount(running.length)} of ${countOf(total, 'rule')} run with ${countOf(tables, 'table')}`}
      actions={
        <p className="dots text-sm">
          {running.length > 0 ? <a href={hrefOf({})}>Open in the feed</a> : null}
          <a href={environmentHref(own)}>Link to this result</a>
        </p>
      }
    >
      {running.length > 0 ? (
        <ByProof environment={environment} meanings={meanings} hrefOf={hrefOf} />
      ) : null}
      <dl className="facts mt-4">
        {TARGETS.map((target) => (
          <div key={target} className="contents">
            <dt>{TARGET_NAME[target]}</dt>
            <dd>
              <a href={hrefOf({ target: [target] })}>
                {countOf(byTarget.get(target) ?? 0, 'rule')}
              </a>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 max-w-prose text-faint text-xs">
        A rule runs if its tables are there. Whether they take in the events that it looks for, such
        as process creation in the security log, is for you to check.
      </p>
    </Section>
  );
}

function ByProof({
  environment: { running },
  meanings,
  hrefOf,
}: {
  environment: Environment;
  meanings: ProofMeanings;
  hrefOf: (change: Partial<FeedFilter>) => string;
}) {
  const counts = new Map<string, number>();
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { proof, level } of running) {
    add(`${proof} ${level ?? 'none'}`);
    add(proof);
    add(`all ${level ?? 'none'}`);
  }
  const levels = LEVELS.filter((level) => counts.has(`all ${level}`));
  const cell = (key: string, change: Partial<FeedFilter>, about: string) => {
    const count = counts.get(key) ?? 0;
    if (count === 0) return <span className="text-faint">0</span>;
    return (
      <a href={hrefOf(change)}>
        {formatCount(count)}
        <span className="sr-only"> {about}</span>
      </a>
    );
  };
  return (
    <div className="own-scroll">
      <table className="table own-table">
        <caption className="sr-only">Rules that run now, by proof and level</caption>
        <thead>
          <tr>
            <th scope="col">
              <a href="/glossary#proof">Proof</a>
            </th>
            {levels.map((level) => (
              <th key={level} scope="col" className="num">
                <Level level={level === 'none' ? null : level} />
              </th>
            ))}
            <th scope="col" className="num">
              All
            </th>
          </tr>
        </thead>
        <tbody>
          {PROOFS.filter((proof) => counts.has(proof)).map((proof) => (
            <tr key={proof}>
              <th scope="row" title={meanings[proof]}>
                {PROOF_NAME[proof]}
              </th>
              {levels.map((level) => (
                <td key={level} className="num">
                  {cell(
                    `${proof} ${level}`,
                    { proof: [proof], level: [level] },
                    `${PROOF_NAME[proof]} rules, ${level}`,
                  )}
                </td>
              ))}
              <td className="num">
                {cell(proof, { proof: [proof] }, `${PROOF_NAME[proof]} rules`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
